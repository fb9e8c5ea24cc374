package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;

/** Answers while the process runs. Immutable. */
final class LivePage implements Page {
    private static final Reply LIVE = Reply.text("live\n");

    @Override
    public String summary() {
        return "200 while the process runs";
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        return LIVE;
    }
}
