package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the other pages. Immutable. */
final class IndexPage implements Page {
    private final Reply reply;

    IndexPage(Map<String, Page> pages) {
        reply = Reply.text(pages.entrySet().stream()
                .map(entry -> entry.getKey() + "  " + entry.getValue().summary() + "\n")
                .collect(Collectors.joining()));
    }

    @Override
    public String summary() {
        return "this list";
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        return reply;
    }
}
