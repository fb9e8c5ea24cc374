package dev.freshet.admin;

import dev.freshet.observe.Metrics;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Which page a path names. Immutable. */
final class Routes {
    private final Map<String, Page> pages;

    Routes(Map<String, Page> pages) {
        Map<String, Page> all = new LinkedHashMap<>(pages);
        all.put("/", new IndexPage(pages));
        this.pages = all;
    }

    /** Every page there is. */
    static Routes of(Readiness readiness, Metrics metrics, Purging purging) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/health/live", new LivePage());
        pages.put("/health/ready", new ReadyPage(readiness));
        pages.put("/metrics", new MetricsPage(metrics));
        pages.put("/purge", new PurgePage(purging));
        return new Routes(pages);
    }

    /** The answer of the page, or the problem that there is none or that it does not answer the method. */
    Reply answer(FullHttpRequest request) {
        Page page = pages.get(path(request));
        if (page == null) {
            return Reply.problem(HttpResponseStatus.NOT_FOUND, "There is no such page; / lists those there are.");
        }
        if (!page.methods().contains(request.method())) {
            String allowed = page.methods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            return Reply.problem(HttpResponseStatus.METHOD_NOT_ALLOWED, "The page answers " + allowed + ".")
                    .with(HttpHeaderNames.ALLOW.toString(), allowed);
        }
        return page.answer(request);
    }

    /** The path of the request's target, in origin form or absolute form (RFC 9112 section 3.2), without its query. */
    static String path(FullHttpRequest request) {
        String target = request.uri();
        if (target.startsWith("http://")) {
            int slash = target.indexOf('/', "http://".length());
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
