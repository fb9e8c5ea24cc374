package dev.freshet.server;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.Verdict;
import dev.freshet.decide.caching.CacheStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a verdict: every field of DESIGN's wire table in one place, for both protocols. Confined to one event
 * loop (the date is cached).
 */
final class Answers {
    private static final long PREFLIGHT_SECONDS = 7200;

    private final HttpDate date = new HttpDate();
    private final boolean tellsKeys;

    /** {@code tellsKeys}: whether Cache-Status tells the keys of resources (RFC 9211 section 2.7). */
    Answers(boolean tellsKeys) {
        this.tellsKeys = tellsKeys;
    }

    /** 200 with the representation (RFC 9110 section 15.3.1). */
    Answer hit(Verdict.Hit hit, long nowMillis) {
        return hit(hit, status(hit.endpoint(), hit.snapshot(), nowMillis), nowMillis);
    }

    /** The same, with {@code cacheStatus} as it was found. */
    Answer hit(Verdict.Hit hit, String cacheStatus, long nowMillis) {
        Representation representation = hit.representation();
        List<Field> fields = new ArrayList<>(12);
        fields.add(new Field("Content-Type", hit.snapshot().version().mediaType()));
        fields.add(new Field("Content-Length", Integer.toString(representation.body().length)));
        if (representation.coding() != Coding.IDENTITY) {
            fields.add(new Field("Content-Encoding", representation.coding().token()));
        }
        addOfSnapshot(fields, hit.endpoint(), hit.snapshot(), representation, nowMillis);
        addStatusAndSharing(fields, cacheStatus, hit.endpoint(), hit.variant());
        return new Answer(200, fields, representation.body());
    }

    /** 304 with the fields that a 200 would have had to update the client's copy (RFC 9110 section 15.4.5). */
    Answer notModified(Verdict.NotModified verdict, long nowMillis) {
        return notModified(verdict, status(verdict.endpoint(), verdict.snapshot(), nowMillis), nowMillis);
    }

    /** The same, with {@code cacheStatus} as it was found. */
    Answer notModified(Verdict.NotModified verdict, String cacheStatus, long nowMillis) {
        List<Field> fields = new ArrayList<>(8);
        addOfSnapshot(fields, verdict.endpoint(), verdict.snapshot(), verdict.representation(), nowMillis);
        addStatusAndSharing(fields, cacheStatus, verdict.endpoint(), verdict.variant());
        return Answer.bodiless(304, fields);
    }

    /** 503: no snapshot, or none young enough. */
    Answer unavailable(Verdict.Unavailable verdict, long nowMillis) {
        return unavailable(verdict, "freshet" + key(verdict.endpoint()) + "; detail=no-snapshot", nowMillis);
    }

    /** 503: a first fetch brought nothing good, or was not begun. */
    Answer unavailable(Verdict.Unavailable verdict, CacheStatus status, long nowMillis) {
        return unavailable(verdict, status.value(), nowMillis);
    }

    private Answer unavailable(Verdict.Unavailable verdict, String cacheStatus, long nowMillis) {
        List<Field> more = new ArrayList<>();
        more.add(new Field("Retry-After", Long.toString(verdict.endpoint().retryAfterSeconds())));
        addStatusAndSharing(more, cacheStatus, verdict.endpoint(), verdict.variant());
        return problem(503, "The payload of this URL is not available now; try again soon.", more, nowMillis);
    }

    /** 404: the source has nothing for this path of a template. */
    Answer missing(Verdict.Unavailable verdict, CacheStatus status, long nowMillis) {
        List<Field> more = new ArrayList<>();
        addStatusAndSharing(more, status.value(), verdict.endpoint(), verdict.variant());
        return problem(404, "There is nothing at this URL.", more, nowMillis);
    }

    /** 504: the first fetch for this path of a template takes too long. */
    Answer late(Verdict.Unavailable verdict, CacheStatus status, long nowMillis) {
        List<Field> more = new ArrayList<>();
        addStatusAndSharing(more, status.value(), verdict.endpoint(), verdict.variant());
        return problem(504, "The payload of this URL did not come in time.", more, nowMillis);
    }

    /** {@code status} as the client is told it, for a resource. */
    String told(CacheStatus status, Endpoint endpoint) {
        return status.value() + key(endpoint);
    }

    /** 204 to a CORS preflight (Fetch standard, "CORS-preflight fetch"). */
    Answer preflight(Verdict.Preflight verdict, long nowMillis) {
        List<Field> fields = new ArrayList<>(8);
        fields.add(new Field("Date", date.at(nowMillis)));
        fields.add(new Field("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"));
        if (verdict.allowedOrigin() != null) {
            fields.add(new Field("Access-Control-Allow-Origin", verdict.allowedOrigin()));
            fields.add(new Field("Access-Control-Allow-Methods", "GET, HEAD"));
            if (verdict.allowedHeaders() != null) {
                fields.add(new Field("Access-Control-Allow-Headers", verdict.allowedHeaders()));
            }
            fields.add(new Field("Access-Control-Max-Age", Long.toString(PREFLIGHT_SECONDS)));
        }
        return Answer.bodiless(204, fields);
    }

    /** 405 where no rule of the pass takes the method. */
    Answer methodNotAllowed(long nowMillis) {
        return problem(405, "This URL answers GET and HEAD only.", List.of(new Field("Allow", "GET, HEAD")), nowMillis);
    }

    /** 404 where there is neither an endpoint nor a rule of the pass. */
    Answer notFound(long nowMillis) {
        return problem(404, "Nothing is configured for this URL.", List.of(), nowMillis);
    }

    /** 400 where the path could lead the upstream to what another rule, or none, is for. */
    Answer ambiguous(long nowMillis) {
        String detail = "The path may be read in two ways, and they lead to two different places.";
        return problem(400, detail, List.of(), nowMillis);
    }

    /** An error as application/problem+json (RFC 9457), with more fields where wanted. */
    Answer problem(int status, String detail, List<Field> more, long nowMillis) {
        byte[] body = ProblemJson.of(status, detail);
        List<Field> fields = new ArrayList<>(more.size() + 4);
        fields.add(new Field("Content-Type", "application/problem+json"));
        fields.add(new Field("Content-Length", Integer.toString(body.length)));
        fields.add(new Field("Date", date.at(nowMillis)));
        fields.add(new Field("Cache-Control", "no-store"));
        fields.addAll(more);
        return new Answer(status, fields, body);
    }

    /** The Date field's value at {@code nowMillis}. */
    String date(long nowMillis) {
        return date.at(nowMillis);
    }

    private void addOfSnapshot(
            List<Field> fields, Endpoint endpoint, Snapshot snapshot, Representation representation, long nowMillis) {
        long ageSeconds = snapshot.toldAgeMillis(nowMillis) / 1000;
        fields.add(new Field("ETag", representation.etag()));
        fields.add(new Field("Date", date.at(nowMillis)));
        fields.add(new Field("Age", Long.toString(ageSeconds)));
        fields.add(new Field("Cache-Control", endpoint.cacheControl()));
        boolean varies = endpoint.sharing() != null && !endpoint.sharing().anyOrigin();
        fields.add(new Field("Vary", varies ? "Accept-Encoding, Origin" : "Accept-Encoding"));
    }

    private String status(Endpoint endpoint, Snapshot snapshot, long nowMillis) {
        long ttlSeconds = endpoint.ttlSeconds(snapshot.toldAgeMillis(nowMillis) / 1000);
        return "freshet; hit; ttl=" + ttlSeconds + key(endpoint) + detail(snapshot, ttlSeconds);
    }

    private static void addStatusAndSharing(List<Field> fields, String cacheStatus, Endpoint endpoint, int variant) {
        fields.add(new Field("Cache-Status", cacheStatus));
        addSharing(fields, endpoint.sharing(), variant);
    }

    /** A String (RFC 9651 section 3.3.3) of what a configured host and path may have. */
    private String key(Endpoint endpoint) {
        if (!tellsKeys) {
            return "";
        }
        String host = endpoint.key().host();
        return "; key=\"" + (host == null ? "" : host) + endpoint.key().path() + '"';
    }

    /** RFC 9211 section 2.8. */
    private static String detail(Snapshot snapshot, long ttlSeconds) {
        if (snapshot.standing() == Snapshot.Standing.PINNED) {
            return "; detail=pinned";
        }
        if (snapshot.detail() != null) {
            return "; detail=" + snapshot.detail();
        }
        return ttlSeconds < 0 ? "; detail=stale" : "";
    }

    private static void addSharing(List<Field> fields, @Nullable CrossOrigin sharing, int variant) {
        String origin = sharing == null ? null : sharing.allowedOrigin(variant);
        if (origin != null) {
            fields.add(new Field("Access-Control-Allow-Origin", origin));
        }
    }
}
