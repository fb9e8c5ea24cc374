package dev.freshet.decide.caching;

import dev.freshet.cache.Terms;
import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * How long a response is fresh (RFC 9111 section 4.2.1), and what else its origin said of its use. What is malformed
 * makes a response stale. Immutable: pure functions only.
 */
final class Freshness {
    /** A guess is a tenth of the time since the last change, as RFC 9111 section 4.2.2 suggests, and never more than a day. */
    private static final int HEURISTIC_FRACTION = 10;

    private static final long LONGEST_GUESS_SECONDS = 24 * 60 * 60;

    private Freshness() {}

    /** Whether the origin said how long the response is fresh, be it malformed: then nothing is guessed. */
    static boolean isExplicit(Fields response, ResponsePolicy policy) {
        return policy.directives().has("s-maxage")
                || policy.directives().has("max-age")
                || (!policy.targeted() && response.has(HttpHeaderNames.EXPIRES));
    }

    /** The terms of a response with this status, these fields and this Date. */
    static Terms terms(int status, Fields response, long dateSeconds) {
        ResponsePolicy policy = ResponsePolicy.of(response);
        Directives directives = policy.directives();
        boolean explicit = isExplicit(response, policy);
        boolean mayGuess = Statuses.heuristicallyCacheable(status) || directives.has("public");
        long lifetime = explicit
                ? explicitSeconds(response, policy, dateSeconds)
                : mayGuess ? guessedSeconds(response, dateSeconds) : 0;
        return new Terms(
                lifetime,
                !explicit && lifetime > 0,
                directives.unqualified("no-cache"),
                directives.has("must-revalidate") || directives.has("proxy-revalidate") || directives.has("s-maxage"),
                directives.secondsOrZero("stale-while-revalidate"),
                directives.has("stale-if-error") ? directives.secondsOrZero("stale-if-error") : Terms.UNSAID);
    }

    private static long explicitSeconds(Fields response, ResponsePolicy policy, long dateSeconds) {
        Directives directives = policy.directives();
        if (directives.has("s-maxage")) {
            return directives.secondsOrZero("s-maxage");
        }
        if (directives.has("max-age")) {
            return directives.secondsOrZero("max-age");
        }
        Long expires = HttpDates.epochSeconds(response.field(HttpHeaderNames.EXPIRES), dateSeconds * 1000);
        return expires == null ? 0 : Math.clamp(expires - dateSeconds, 0, DeltaSeconds.LARGEST);
    }

    private static long guessedSeconds(Fields response, long dateSeconds) {
        Long modified = HttpDates.epochSeconds(response.field(HttpHeaderNames.LAST_MODIFIED), dateSeconds * 1000);
        return modified == null
                ? 0
                : Math.clamp((dateSeconds - modified) / HEURISTIC_FRACTION, 0, LONGEST_GUESS_SECONDS);
    }
}
