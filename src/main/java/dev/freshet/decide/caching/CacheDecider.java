package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.Terms;
import dev.freshet.decide.caching.CacheDecision.Fetch;
import dev.freshet.decide.caching.CacheDecision.GatewayTimeout;
import dev.freshet.decide.caching.CacheDecision.Revalidate;
import dev.freshet.decide.caching.CacheDecision.Serve;
import dev.freshet.decide.caching.CacheDecision.ServeStaleAndRevalidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a request is answered, given what is stored for its target URI (RFC 9111 section 4). Immutable: pure functions
 * only.
 */
public final class CacheDecider {
    private CacheDecider() {}

    /**
     * What to do with {@code request} at {@code nowMillis} since the epoch.
     *
     * @param stored every response stored for the target URI, in any order; empty: none
     */
    public static CacheDecision decide(CacheRequest request, List<StoredHead> stored, long nowMillis) {
        if (!request.mayBeAnsweredFromTheStore()) {
            return new Fetch(ForwardReason.METHOD, false);
        }
        if (request.isForTheOrigin()) {
            return ask(request, new Fetch(ForwardReason.BYPASS, false));
        }
        StoredHead selected = Variants.select(stored, request.fields());
        return selected == null ? miss(request, stored) : use(request, selected, nowMillis);
    }

    /**
     * Whether {@code selected} answers, stale as it is, after the upstream has failed: for as long as its origin or the client
     * allows for errors (RFC 5861 section 4), or the operator where the origin does not speak of it (RFC 9111 sections 4.2.4 and
     * 4.3.3), and never where the origin forbids stale use. A stored error does not stand in for a later one.
     */
    static boolean mayUseOnError(CacheRequest request, StoredHead selected, long graceSeconds, long nowMillis) {
        Terms terms = selected.terms();
        RequestDirectives wanted = request.directives();
        long staleMillis = -selected.ttlMillis(nowMillis);
        long said = terms.staleIfErrorSeconds();
        long allowedSeconds = Math.max(said == Terms.UNSAID ? graceSeconds : said, wanted.staleIfErrorSeconds());
        boolean allowed = staleMillis <= allowedSeconds * 1000 && allowedSeconds > 0;
        return !wanted.noCache()
                && !terms.noCache()
                && !terms.mustRevalidate()
                && !Statuses.errorOfTheServer(selected.status())
                && (allowed || wanted.acceptsStale(selected, nowMillis, staleMillis));
    }

    private static CacheDecision miss(CacheRequest request, List<StoredHead> stored) {
        boolean mayStore =
                request.method().equals("GET") && !request.directives().noStore();
        if (stored.isEmpty()) {
            return ask(request, new Fetch(ForwardReason.URI_MISS, mayStore));
        }
        Validation validation = Validation.ofOtherVariants(stored);
        return validation.isConditional() && !request.directives().noStore()
                ? ask(request, new Revalidate(validation, ForwardReason.VARY_MISS))
                : ask(request, new Fetch(ForwardReason.VARY_MISS, mayStore));
    }

    private static CacheDecision use(CacheRequest request, StoredHead selected, long nowMillis) {
        Terms terms = selected.terms();
        RequestDirectives wanted = request.directives();
        long ttlMillis = selected.ttlMillis(nowMillis);
        boolean fresh = !terms.noCache() && ttlMillis > 0;
        if (fresh) {
            return wanted.accepts(selected, nowMillis)
                    ? serve(request, selected, nowMillis, null)
                    : validate(request, selected, ForwardReason.REQUEST);
        }
        boolean mayBeStale = !terms.noCache() && !terms.mustRevalidate();
        if (mayBeStale && wanted.acceptsStale(selected, nowMillis, -ttlMillis)) {
            return serve(request, selected, nowMillis, "max-stale");
        }
        boolean whileRevalidating = -ttlMillis <= terms.staleWhileRevalidateSeconds() * 1000
                && terms.staleWhileRevalidateSeconds() > 0
                && wanted.leavesFreshnessToTheCache();
        if (mayBeStale && whileRevalidating) {
            Serve serve = serve(request, selected, nowMillis, "stale-while-revalidate");
            return wanted.noStore() || wanted.onlyIfCached()
                    ? serve
                    : new ServeStaleAndRevalidate(
                            selected, serve.answer(), serve.status(), Validation.ofSelected(selected));
        }
        return validate(request, selected, ForwardReason.STALE);
    }

    private static Serve serve(CacheRequest request, StoredHead selected, long nowMillis, @Nullable String detail) {
        long ttlSeconds = Math.floorDiv(selected.ttlMillis(nowMillis), 1000L);
        return new Serve(
                selected, Answer.to(request, selected, nowMillis), new CacheStatus.Hit(ttlSeconds, null, detail));
    }

    private static CacheDecision validate(CacheRequest request, StoredHead selected, ForwardReason reason) {
        return ask(
                request,
                request.directives().noStore()
                        ? new Fetch(reason, false)
                        : new Revalidate(Validation.ofSelected(selected), reason));
    }

    /** Asking the upstream, unless the client will not wait for it. */
    private static CacheDecision ask(CacheRequest request, CacheDecision asking) {
        return request.directives().onlyIfCached()
                ? new GatewayTimeout(new CacheStatus.Generated(null, "only-if-cached"))
                : asking;
    }
}
