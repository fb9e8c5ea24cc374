package dev.freshet.admin;

import dev.freshet.config.AdminConfig;
import dev.freshet.hand.Hand;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which page a path names, and whether the request may do what it asks for there. A path that ends in a slash stands for all
 * that begin with it. Immutable.
 */
final class Routes {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final Map<String, Page> pages;
    private final Access access;

    Routes(Map<String, Page> pages, Access access) {
        Map<String, Page> all = new LinkedHashMap<>(pages);
        all.put("/", new IndexPage(pages));
        this.pages = all;
        this.access = access;
    }

    /** Every page there is. */
    static Routes of(
            AdminConfig config, Readiness readiness, Metrics metrics, Purging purging, Hand hand, Clock clock) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/health/live", new LivePage());
        pages.put("/health/ready", new ReadyPage(readiness));
        pages.put("/metrics", new MetricsPage(metrics));
        pages.put("/purge", new PurgePage(purging));
        pages.put("/endpoints", new EndpointsPage(hand, clock));
        Map<String, ResourcePage.Verb> verbs = new LinkedHashMap<>();
        verbs.put("/endpoints/", new ResourceVerbs.Resource(hand, clock));
        verbs.put("/payload/", new ResourceVerbs.Content(hand));
        verbs.put("/refresh/", ResourceVerbs.refresh());
        verbs.put("/pause/", ResourceVerbs.pause());
        verbs.put("/resume/", ResourceVerbs.resume());
        verbs.put("/pin/", new ResourceVerbs.Pin());
        verbs.forEach((prefix, verb) -> pages.put(prefix, new ResourcePage(prefix, verb, hand)));
        return new Routes(pages, new Access(config.tokens()));
    }

    /**
     * The answer of the page, or the problem that there is none, that it does not answer the method, or that the client at
     * {@code from} may not ask for this. The caller releases the request when this returns; the future may complete later, on
     * any thread.
     */
    CompletableFuture<Reply> answer(FullHttpRequest request, InetSocketAddress from) {
        Page page = page(request);
        if (page == null) {
            return CompletableFuture.completedFuture(
                    Reply.problem(HttpResponseStatus.NOT_FOUND, "There is no such page; / lists those there are."));
        }
        if (!page.methods().contains(request.method())) {
            String allowed = page.methods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            return CompletableFuture.completedFuture(
                    Reply.problem(HttpResponseStatus.METHOD_NOT_ALLOWED, "The page answers " + allowed + ".")
                            .with(HttpHeaderNames.ALLOW.toString(), allowed));
        }
        Reply denial = denial(request, from);
        if (denial != null) {
            return CompletableFuture.completedFuture(denial);
        }
        if (!page.acts(request.method())) {
            return CompletableFuture.completedFuture(page.answer(request));
        }
        String token = access.of(request, from) instanceof Admission.Granted(String name) ? name : "";
        String act = act(request);
        String resource = resource(request);
        return perform(page, request)
                .exceptionally(e -> {
                    log.error("admin: {} failed: {}", act, e.toString(), e);
                    return Performed.refused(Reply.failed());
                })
                .thenApply(performed -> {
                    int status = performed.reply().status().code();
                    Audit.log(act, resource, from, token, status, performed.note());
                    return performed.reply();
                });
    }

    /** What the request that begins with {@code head} is answered with where it may not act, and was about to; else null. */
    @Nullable Reply denial(HttpRequest head, InetSocketAddress from) {
        Page page = page(head);
        if (page == null || !page.methods().contains(head.method()) || !page.acts(head.method())) {
            return null;
        }
        return switch (access.of(head, from)) {
            case Admission.Granted _ -> null;
            case Admission.Denied(Reply reply) -> {
                refused(head, from, reply);
                yield reply;
            }
        };
    }

    /** Writes down that an act was refused before its page was asked. */
    void refused(HttpRequest head, InetSocketAddress from, Reply reply) {
        Page page = page(head);
        if (page != null && page.methods().contains(head.method()) && page.acts(head.method())) {
            Audit.log(act(head), resource(head), from, "-", reply.status().code(), "refused");
        }
    }

    /** The largest content of the request that begins with {@code head}. */
    long mostBytes(HttpRequest head, long standard) {
        Page page = page(head);
        return page == null ? standard : page.mostBytes(head, standard);
    }

    /** The path of the request's target, in origin form or absolute form (RFC 9112 section 3.2), without its query. */
    static String path(HttpRequest request) {
        String target = request.uri();
        if (target.startsWith("http://")) {
            int slash = target.indexOf('/', "http://".length());
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static CompletableFuture<Performed> perform(Page page, FullHttpRequest request) {
        try {
            return page.perform(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private @Nullable Page page(HttpRequest head) {
        String path = path(head);
        Page exact = pages.get(path);
        int end = path.indexOf('/', 1);
        return exact != null || end < 0 ? exact : pages.get(path.substring(0, end + 1));
    }

    /** The verb, with the method where it has several. */
    private static String act(HttpRequest head) {
        String path = path(head);
        int end = path.indexOf('/', 1);
        String verb = path.substring(1, end < 0 ? path.length() : end);
        return switch (verb) {
            case "endpoints" -> "put";
            case "pin" -> head.method().equals(HttpMethod.DELETE) ? "unpin" : "pin";
            default -> verb;
        };
    }

    private static String resource(HttpRequest head) {
        String path = path(head);
        int end = path.indexOf('/', 1);
        return end < 0 ? "-" : path.substring(end);
    }
}
