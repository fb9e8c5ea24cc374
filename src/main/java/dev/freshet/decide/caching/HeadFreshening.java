package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Objects;

/** What the answer to a HEAD says of the stored responses to GET (RFC 9111 section 4.3.5). Immutable: pure functions only. */
public final class HeadFreshening {
    private HeadFreshening() {}

    /** What becomes of one stored response. Immutable, as both kinds are. */
    public sealed interface Effect {
        /** It is the same: what is stored is updated, as by a 304. Immutable. */
        record Updated(ValidationOutcome.Confirmed confirmed) implements Effect {}

        /** It has changed: what is stored is removed. Immutable. */
        record Outdated(StoredHead stored) implements Effect {}
    }

    /** One effect for each of {@code stored} that could have answered {@code request}; none unless it is a HEAD with a 200. */
    public static List<Effect> effects(CacheRequest request, Received answer, List<StoredHead> stored) {
        if (!request.method().equals("HEAD")
                || answer.status() != 200
                || request.directives().noStore()) {
            return List.of();
        }
        return stored.stream()
                .filter(each -> each.status() == 200 && Variants.matches(each.variant(), request.fields()))
                .map(each -> effect(request, answer, each))
                .toList();
    }

    private static Effect effect(CacheRequest request, Received answer, StoredHead stored) {
        return isSame(answer, stored)
                ? new Effect.Updated(Freshening.confirmed(request, stored, answer))
                : new Effect.Outdated(stored);
    }

    /** Whether all validators that came, and the length if it did, are those of what is stored. */
    private static boolean isSame(Received answer, StoredHead stored) {
        return sameWhereGiven(answer, stored, HttpHeaderNames.ETAG)
                && sameWhereGiven(answer, stored, HttpHeaderNames.LAST_MODIFIED)
                && answer.isCompleteWith(stored.bodyBytes());
    }

    private static boolean sameWhereGiven(Received answer, StoredHead stored, CharSequence name) {
        String given = answer.fields().field(name);
        return given == null || Objects.equals(given, Fields.of(stored.fields()).field(name));
    }
}
