package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;

/** What is the same for every exchange whose request has no body. Confined to one event loop. */
abstract sealed class BodilessExchange implements PassedExchange permits AwaitedExchange, CachedPass {
    private final PassProgress progress = new PassProgress();

    /** Releases {@code data}: there is no body, and what claims to be part of one is empty. */
    @Override
    public final void write(ByteBuf data) {
        data.release();
    }

    @Override
    public final boolean wantsRequest() {
        return true;
    }

    @Override
    public final PassProgress progress() {
        return progress;
    }
}
