package dev.freshet.admin;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Representation;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.EarlierVersion;
import dev.freshet.hand.Hand;
import dev.freshet.hand.ResourceView;
import dev.freshet.observe.Clock;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be seen of a resource, and done to it. Thread-safe: stateless. */
final class ResourceVerbs {
    private static final List<HttpMethod> LOOK = List.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String FOR = "for";
    private static final String VERSION = "version";
    private static final String FORCE = "force";
    private static final Duration LONGEST_PAUSE = Duration.ofDays(30);
    private static final Duration LONGEST_PIN = Duration.ofHours(24);

    private ResourceVerbs() {}

    /** {@code /endpoints/}: the resource itself, how it stands; and where publishers put it, its payload. Immutable. */
    record Resource(Hand hand, Clock clock) implements ResourcePage.Verb {
        @Override
        public String summary() {
            return "GET: one resource; PUT: publishes its payload where its source is push (If-Match is heeded)";
        }

        @Override
        public List<HttpMethod> methods() {
            return List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT);
        }

        @Override
        public List<String> parameters(HttpMethod method) {
            return List.of();
        }

        @Override
        public Reply show(ResourceKey key, Parameters parameters) {
            ResourceView view = hand.resource(key);
            return view == null
                    ? gone()
                    : new Reply(
                            HttpResponseStatus.OK,
                            "application/json",
                            Json.object(json -> ResourceJson.write(json, view, clock.epochMillis())),
                            Map.of());
        }

        @Override
        public boolean takesPayload(HttpMethod method) {
            return method.equals(HttpMethod.PUT);
        }

        @Override
        public @Nullable Reply unfit(EndpointConfig endpoint, HttpMethod method) {
            return endpoint.isPushed()
                    ? null
                    : Reply.problem(
                                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                                    "Its payload is fetched, not put here; /pin/ shows clients another for a time.")
                            .with(HttpHeaderNames.ALLOW.toString(), "GET, HEAD");
        }

        @Override
        public Act act(ResourcePage.Asked asked) {
            List<String> tags = asked.request().headers().getAll(HttpHeaderNames.IF_MATCH);
            return new Act.Put(asked.payload(), tags.isEmpty() ? null : String.join(", ", tags));
        }
    }

    /** {@code /payload/}: what clients get, without a coding, or a version that is kept. Immutable. */
    record Content(Hand hand) implements ResourcePage.Verb {
        @Override
        public String summary() {
            return "the payload that clients get, or with ?version=N one that is kept";
        }

        @Override
        public List<HttpMethod> methods() {
            return LOOK;
        }

        @Override
        public List<String> parameters(HttpMethod method) {
            return List.of(VERSION);
        }

        @Override
        public Reply show(ResourceKey key, Parameters parameters) throws Parameters.UnfitException {
            Long number = parameters.number(VERSION);
            ResourceView view = hand.resource(key);
            if (view == null) {
                return gone();
            }
            for (Snapshot each : snapshots(view)) {
                if (number == null || number == each.version().number()) {
                    return content(each);
                }
            }
            for (EarlierVersion each : view.earlier()) {
                Payload payload = number != null && number == each.number() ? hand.earlier(key, number) : null;
                if (payload != null) {
                    return content(payload.bytes(), payload.mediaType(), each.etag());
                }
            }
            return Reply.problem(
                    HttpResponseStatus.NOT_FOUND,
                    number == null ? "Nothing is published yet." : "This version is not kept.");
        }

        private static List<Snapshot> snapshots(ResourceView view) {
            if (view.served() == null) {
                return List.of();
            }
            return view.newest() == null ? List.of(view.served()) : List.of(view.served(), view.newest());
        }

        private static Reply content(Snapshot snapshot) {
            Representation identity = snapshot.identity();
            return content(identity.body(), snapshot.version().mediaType(), identity.etag());
        }

        private static Reply content(byte[] bytes, String mediaType, String etag) {
            return new Reply(HttpResponseStatus.OK, mediaType, bytes, Map.of(HttpHeaderNames.ETAG.toString(), etag));
        }
    }

    /** {@code /refresh/}. */
    static ResourcePage.Verb refresh() {
        return new Order("POST: fetches it now, also where it is paused", List.of(), _ -> new Act.Refresh());
    }

    /** {@code /pause/}. */
    static ResourcePage.Verb pause() {
        return new Order(
                "POST: lets its ticks come to nothing, for a time with ?for=10m; with it the rest of its group",
                List.of(FOR),
                query -> new Act.Pause(query.duration(FOR, LONGEST_PAUSE, "30d")));
    }

    /** {@code /resume/}. */
    static ResourcePage.Verb resume() {
        return new Order("POST: ends a pause, and fetches it", List.of(), _ -> new Act.Resume());
    }

    /** A POST without content, whose query says all there is to say of the act. Immutable. */
    private record Order(String summary, List<String> known, Meaning meaning) implements ResourcePage.Verb {
        @Override
        public List<HttpMethod> methods() {
            return List.of(HttpMethod.POST);
        }

        @Override
        public List<String> parameters(HttpMethod method) {
            return known;
        }

        @Override
        public Act act(ResourcePage.Asked asked) throws Parameters.UnfitException {
            return meaning.of(asked.parameters());
        }
    }

    /** The act that a query asks for. Implementations are immutable. */
    @FunctionalInterface
    private interface Meaning {
        Act of(Parameters query) throws Parameters.UnfitException;
    }

    /** {@code /pin/}. Immutable. */
    record Pin() implements ResourcePage.Verb {
        @Override
        public String summary() {
            return "PUT ?for=10m: shows clients this payload meanwhile (&force=true: past the gate); POST ?version=N&for=10m: "
                    + "that version; DELETE: the newest good one again";
        }

        @Override
        public List<HttpMethod> methods() {
            return List.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE);
        }

        @Override
        public List<String> parameters(HttpMethod method) {
            return switch (method.name()) {
                case "PUT" -> List.of(FOR, FORCE);
                case "POST" -> List.of(FOR, VERSION);
                default -> List.of();
            };
        }

        @Override
        public boolean takesPayload(HttpMethod method) {
            return method.equals(HttpMethod.PUT);
        }

        @Override
        public Act act(ResourcePage.Asked asked) throws Parameters.UnfitException {
            if (asked.request().method().equals(HttpMethod.DELETE)) {
                return new Act.Unpin();
            }
            Parameters parameters = asked.parameters();
            Duration time = parameters.duration(FOR, LONGEST_PIN, "24h");
            if (time == null) {
                throw new Parameters.UnfitException("for: missing (expected: a duration such as 10m, within 1s..24h).");
            }
            if (asked.request().method().equals(HttpMethod.PUT)) {
                return new Act.Pin(asked.payload(), time, parameters.flag(FORCE));
            }
            Long number = parameters.number(VERSION);
            if (number == null) {
                throw new Parameters.UnfitException("version: missing (expected: the number of one that is kept).");
            }
            return new Act.PinVersion(number, time);
        }
    }

    private static Reply gone() {
        return Reply.problem(HttpResponseStatus.NOT_FOUND, "The resource is gone.");
    }
}
