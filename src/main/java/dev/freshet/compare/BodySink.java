package dev.freshet.compare;

import io.netty.buffer.ByteBuf;

/** Sees the bytes of a body as they come. Confined to the event loop of the connection. */
@FunctionalInterface
interface BodySink {
    /** {@code length} bytes from {@code index} on; {@code data} stays the caller's and its indices as they are. */
    void body(ByteBuf data, int index, int length);
}
