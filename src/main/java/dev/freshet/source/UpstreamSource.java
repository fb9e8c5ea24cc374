package dev.freshet.source;

import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.RequestHead;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A GET at an upstream, conditional where the last answer brought validators (RFC 9110 section 13.1). Redirects are not
 * followed: the payload of an endpoint comes from where its configuration says. Thread-safe: a fetch lives on one event
 * loop, only its decoding runs on the executor.
 */
final class UpstreamSource implements Source {
    private static final String ACCEPT = "application/json, */*;q=0.1";
    private static final String USER_AGENT = "freshet";

    private final SourceConfig.FromUpstream config;
    private final String defaultMediaType;
    private final ExchangeOpener opener;
    private final EventLoop loop;
    private final Executor executor;
    private final Clock clock;

    /** {@code defaultMediaType}: of payloads that come without Content-Type. */
    UpstreamSource(
            SourceConfig.FromUpstream config,
            String defaultMediaType,
            ExchangeOpener opener,
            EventLoop loop,
            Executor executor,
            Clock clock) {
        this.config = config;
        this.defaultMediaType = defaultMediaType;
        this.opener = opener;
        this.loop = loop;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        UpstreamFetch fetch = new UpstreamFetch(request, defaultMediaType, executor, clock);
        try {
            ScheduledFuture<?> deadline =
                    loop.schedule(fetch::deadlinePassed, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            loop.execute(() -> fetch.start(opener, loop, head(request.validators())));
            return fetch.result().whenComplete((_, _) -> deadline.cancel(false));
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(
                    new Fetched.Failed(new Fault(Fault.Reason.STOPPING, "the event loop has ended")));
        }
    }

    @Override
    public String description() {
        return "upstream " + config.upstream() + " " + config.path();
    }

    private RequestHead head(Validators validators) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.ACCEPT, ACCEPT);
        headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
        headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        if (validators.origin() == 0 && validators.etag() != null) {
            headers.set(HttpHeaderNames.IF_NONE_MATCH, validators.etag());
        }
        if (validators.origin() == 0 && validators.lastModified() != null) {
            headers.set(HttpHeaderNames.IF_MODIFIED_SINCE, validators.lastModified());
        }
        return new RequestHead(HttpMethod.GET, config.path(), "", headers, 0);
    }
}
