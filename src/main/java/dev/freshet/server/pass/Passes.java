package dev.freshet.server.pass;

import dev.freshet.cache.StoredResponse;
import dev.freshet.cache.StoredResponses;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import dev.freshet.decide.caching.Validation;
import dev.freshet.observe.Clock;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.Upstream;
import io.netty.channel.EventLoop;
import java.util.List;

/** Begins the passed requests of one event loop. Confined to that loop; what is shared with others is thread-safe itself. */
public final class Passes {
    private final EventLoop loop;
    private final SharedCache cache;
    private final Clock clock;

    public Passes(EventLoop loop, SharedCache cache, Clock clock) {
        this.loop = loop;
        this.cache = cache;
        this.clock = clock;
    }

    /** Passes the request in {@code head}, which came over TLS where {@code secure}, on {@code route}, and the answer to {@code sink}. */
    public PassedExchange begin(Route route, RequestHead head, boolean secure, PassSink sink) {
        PassRequest asked = PassRequest.of(head, secure);
        String method = asked.request().method();
        boolean cacheable = method.equals("GET") || method.equals("HEAD");
        if (cacheable && head.bodyBytes() == 0 && head.upgrade() == null) {
            return new CachedPass(this, route, asked, sink);
        }
        cache.count(CacheResult.BYPASS);
        return new UncachedPass(
                this, route.upstream(), asked, cacheable ? ForwardReason.BYPASS : ForwardReason.METHOD, sink);
    }

    /** Validates what is stored without anybody waiting for it, unless somebody is at it already (RFC 5861 section 3). */
    void revalidate(Upstream upstream, PassRequest request, Validation validation, List<StoredResponse> stored) {
        PassRequest asked = request.asGet();
        Flight flight = new Flight(store().turn());
        Flights.Boarding boarding = new Flights.Boarding(cache.flights(), asked.collapseKey(stored), flight);
        if (cache.flights().begin(boarding.key(), flight) == null) {
            PassQuestion question = PassQuestion.about(validation, ForwardReason.STALE, true);
            var _ = new PassFetch(this, upstream, asked, question, stored, boarding, null);
        }
    }

    /** {@code status} as the client of {@code asked} is told it. */
    CacheStatus told(CacheStatus status, PassRequest asked) {
        return cache.tellsKeys() ? status.withKey(asked.key().uri()) : status;
    }

    EventLoop loop() {
        return loop;
    }

    SharedCache cache() {
        return cache;
    }

    StoredResponses store() {
        return cache.store();
    }

    long nowMillis() {
        return clock.epochMillis();
    }
}
