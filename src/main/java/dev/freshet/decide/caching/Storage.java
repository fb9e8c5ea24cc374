package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.Terms;
import dev.freshet.cache.Variant;
import dev.freshet.decide.caching.StorageDecision.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a response is stored (RFC 9111 section 3) and on what terms. A response that sets a cookie is stored as any
 * other where the origin says how long it is fresh (section 7.3); on a mere guess it is not, lest one client's cookie be
 * served to the next. Immutable: pure functions only.
 */
public final class Storage {
    private Storage() {}

    /** Whether {@code response}, the answer to {@code request}, is stored (RFC 9111 sections 3, 3.1 and 3.5). */
    public static StorageDecision decide(CacheRequest request, Received response) {
        Fields fields = response.fields();
        Refusal refusal = requestRefusal(request);
        refusal = refusal == null ? responseRefusal(request, response.status(), fields) : refusal;
        if (refusal != null) {
            return new StorageDecision.Refuse(refusal); // most of what is passed: it costs no reading of dates
        }
        Variant variant = Variants.of(request.fields(), fields);
        if (variant == null) {
            return new StorageDecision.Refuse(Refusal.VARY);
        }
        Terms terms = Freshness.terms(response.status(), fields, response.dateSeconds());
        if (!isOfUse(terms, fields)) {
            return new StorageDecision.Refuse(Refusal.USELESS);
        }
        return new StorageDecision.Store(new StoredHead(
                response.status(),
                StorableFields.of(response),
                variant,
                terms,
                response.dateSeconds(),
                response.receivedAtMillis(),
                Age.initialMillis(response),
                response.bodyBytes()));
    }

    private static @Nullable Refusal requestRefusal(CacheRequest request) {
        if (!request.method().equals("GET")) {
            return Refusal.METHOD;
        }
        return request.hasContent() || request.directives().noStore() ? Refusal.REQUEST : null;
    }

    /** What the response itself, with this status and these fields, says against storing it. */
    static @Nullable Refusal responseRefusal(CacheRequest request, int status, Fields response) {
        ResponsePolicy policy = ResponsePolicy.of(response);
        Directives directives = policy.directives();
        if (!Statuses.storable(status)) {
            return Refusal.STATUS;
        }
        boolean mustUnderstand = directives.has("must-understand");
        if (mustUnderstand && !Statuses.understood(status)) {
            return Refusal.NOT_UNDERSTOOD;
        }
        if (directives.has("no-store") && !mustUnderstand) {
            return Refusal.NO_STORE;
        }
        if (directives.unqualified("private")) {
            return Refusal.PRIVATE;
        }
        if (request.fields().has(HttpHeaderNames.AUTHORIZATION) && !isForOthersToo(directives)) {
            return Refusal.AUTHORIZATION;
        }
        boolean explicit = Freshness.isExplicit(response, policy);
        if (!explicit && !directives.has("public") && !Statuses.heuristicallyCacheable(status)) {
            return Refusal.NOT_CACHEABLE;
        }
        boolean keepsCookie = response.has(HttpHeaderNames.SET_COOKIE)
                && !directives.fieldNames("no-cache").contains("set-cookie")
                && !directives.fieldNames("private").contains("set-cookie");
        return keepsCookie && !explicit ? Refusal.SET_COOKIE : null;
    }

    /** Section 3.5. */
    private static boolean isForOthersToo(Directives directives) {
        return directives.has("public") || directives.has("s-maxage") || directives.has("must-revalidate");
    }

    private static boolean isOfUse(Terms terms, Fields response) {
        boolean usedWithoutAsking = !terms.noCache()
                && (terms.lifetimeSeconds() > 0
                        || terms.staleWhileRevalidateSeconds() > 0
                        || terms.staleIfErrorSeconds() > 0);
        return usedWithoutAsking || Validators.any(response);
    }
}
