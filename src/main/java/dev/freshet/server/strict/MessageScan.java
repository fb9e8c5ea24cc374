package dev.freshet.server.strict;

import io.netty.buffer.ByteBuf;

/**
 * Looks over bytes before the decoder takes them, and refuses what the decoder would read leniently or repair. It gives
 * them no meaning: what they say is what the decoder makes of them. Each byte is looked at once, however reads cut the
 * message. Implementations are confined to one connection.
 */
sealed interface MessageScan permits HeadScan, ChunkScan {
    /**
     * Looks over what there is of the message. The caller keeps {@code in}, which is not moved.
     *
     * @throws RefusedRequestException where it must not go on
     */
    void look(ByteBuf in);

    /** The decoder has taken so many of the bytes. */
    void consumed(int bytes);
}
