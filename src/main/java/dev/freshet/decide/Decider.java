package dev.freshet.decide;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Snapshots;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one request: a pure function of the request, the table of endpoints, the current snapshots and a time.
 * Thread-safe: it has no state of its own, and {@code snapshots} is the thread-safe cache; what {@link #forLoop} gives is
 * confined to that loop.
 */
public final class Decider {
    /** A list of field names (RFC 9110 section 5.6.1); nothing else is echoed to a client. */
    private static final Pattern FIELD_NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}");

    private final EndpointTable table;
    private final Snapshots snapshots;
    private final PassRules rules;

    /** {@code snapshots}: what is there to be served; {@code rules}: where the rest goes. */
    public Decider(EndpointTable table, Snapshots snapshots, PassRules rules) {
        this.table = table;
        this.snapshots = snapshots;
        this.rules = rules;
    }

    /** The same for one event loop alone, which {@code loop} runs tasks on. */
    public Decider forLoop(Executor loop) {
        return new Decider(table, snapshots.forLoop(loop), rules);
    }

    /** What to do with {@code request} at {@code nowMillis} since the epoch. */
    public Verdict decide(RequestView request, long nowMillis) {
        Endpoint endpoint = table.find(request);
        if (endpoint == null) {
            Templates.Found found = table.findTemplate(request);
            return found == null ? rules.verdict(request) : ofTemplate(found, request, nowMillis);
        }
        return ofEndpoint(endpoint, request, nowMillis);
    }

    /** What to answer {@code request}, a GET or HEAD, with from {@code snapshot}, which is the endpoint's. */
    public Verdict answer(Endpoint endpoint, Snapshot snapshot, RequestView request) {
        return answer(endpoint, snapshot, variant(endpoint, request), request);
    }

    private Verdict ofTemplate(Templates.Found found, RequestView request, long nowMillis) {
        Endpoint endpoint = found.template().endpoint();
        if (!answersItself(request.method())) {
            return ofEndpoint(endpoint, request, nowMillis);
        }
        Endpoint resident = found.resident();
        Snapshot snapshot = resident == null ? null : snapshots.get(resident.key());
        return resident == null || snapshot == null
                ? new Verdict.First(found.template(), request.path(), variant(endpoint, request))
                : answer(resident, snapshot, request, nowMillis);
    }

    private Verdict ofEndpoint(Endpoint endpoint, RequestView request, long nowMillis) {
        return switch (request.method()) {
            case "GET", "HEAD" -> answer(endpoint, snapshots.get(endpoint.key()), request, nowMillis);
            case "OPTIONS" -> options(endpoint, request);
            case "CONNECT" -> new Verdict.MethodNotAllowed(endpoint); // a tunnel to what is answered from memory
            default -> otherMethod(endpoint, request);
        };
    }

    private static Verdict answer(Endpoint endpoint, @Nullable Snapshot snapshot, RequestView request, long nowMillis) {
        int variant = variant(endpoint, request);
        return snapshot == null || !endpoint.mayServe(snapshot, nowMillis)
                ? new Verdict.Unavailable(endpoint, variant)
                : answer(endpoint, snapshot, variant, request);
    }

    private static int variant(Endpoint endpoint, RequestView request) {
        CrossOrigin sharing = endpoint.sharing();
        return sharing == null
                ? CrossOrigin.NOT_SHARED
                : sharing.variantFor(sharing.anyOrigin() ? null : request.field(HttpHeaderNames.ORIGIN));
    }

    private static Verdict answer(Endpoint endpoint, Snapshot snapshot, int variant, RequestView request) {
        Representation chosen = request.accepted().choose(snapshot);
        String condition = request.field(HttpHeaderNames.IF_NONE_MATCH);
        Representation held = condition == null ? null : EntityTags.match(condition, snapshot, chosen);
        return held == null
                ? new Verdict.Hit(endpoint, snapshot, chosen, variant)
                : new Verdict.NotModified(endpoint, snapshot, held, variant);
    }

    private Verdict options(Endpoint endpoint, RequestView request) {
        CrossOrigin sharing = endpoint.sharing();
        String origin = request.field(HttpHeaderNames.ORIGIN);
        String method = request.field(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (sharing == null || origin == null || method == null) {
            return otherMethod(endpoint, request);
        }
        if (!answersItself(method) && otherMethod(endpoint, request) instanceof Verdict.Pass passed) {
            return passed;
        }
        String allowedOrigin = sharing.allowedOrigin(sharing.variantFor(origin));
        String headers = request.field(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        boolean echoes = allowedOrigin != null
                && headers != null
                && FIELD_NAMES.matcher(headers).matches();
        return new Verdict.Preflight(endpoint, allowedOrigin, echoes ? headers : null);
    }

    private static boolean answersItself(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private Verdict otherMethod(Endpoint endpoint, RequestView request) {
        Verdict passed = rules.verdict(request);
        return passed instanceof Verdict.NotFound ? new Verdict.MethodNotAllowed(endpoint) : passed;
    }
}
