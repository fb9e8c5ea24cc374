package dev.freshet.admin;

import dev.freshet.cache.Payload;
import dev.freshet.cache.ResourceKey;
import dev.freshet.config.EndpointConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.hand.Hand;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Pages about one resource, which their paths name behind a verb: {@code /pin/live.json} is about {@code /live.json}. What they
 * show and do differs by {@link Verb}; that a resource is found, that a query makes sense and what a deed is answered with is here.
 * Immutable; the hand is thread-safe.
 */
final class ResourcePage implements Page {
    private static final String HOST = "host";
    private static final int RETRY_SECONDS = 1;

    private final String prefix;
    private final Verb verb;
    private final Hand hand;
    private final ResourceNames names;

    /** What is to be seen of a resource, or done to it. Implementations are immutable. */
    interface Verb {
        /** For the index. */
        String summary();

        /** Beside {@code host}. */
        List<String> parameters(HttpMethod method);

        List<HttpMethod> methods();

        /** What a GET shows. */
        default Reply show(ResourceKey key, Parameters parameters) throws Parameters.UnfitException {
            throw new IllegalStateException("it shows nothing");
        }

        /** What another method asks for. */
        default Act act(Asked asked) throws Parameters.UnfitException {
            throw new IllegalStateException("it does nothing");
        }

        /** Whether the content of a request is a payload. */
        default boolean takesPayload(HttpMethod method) {
            return false;
        }

        /** Null: this resource takes what every other takes. */
        default @Nullable Reply unfit(EndpointConfig endpoint, HttpMethod method) {
            return null;
        }
    }

    /** A request that asks for an act. Confined to the call that it is given to. */
    record Asked(FullHttpRequest request, Parameters parameters, EndpointConfig endpoint) {
        /** The content as a payload, of the endpoint's media type where the request names none. Copies the bytes. */
        Payload payload() {
            String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
            return new Payload(
                    ByteBufUtil.getBytes(request.content()), type == null ? endpoint.contentType() : type.strip());
        }
    }

    /** {@code prefix}: the verb between slashes, such as {@code /pin/}. */
    ResourcePage(String prefix, Verb verb, Hand hand) {
        this.prefix = prefix;
        this.verb = verb;
        this.hand = hand;
        this.names = new ResourceNames(hand);
    }

    @Override
    public String summary() {
        return verb.summary();
    }

    @Override
    public List<HttpMethod> methods() {
        return verb.methods();
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        try {
            Parameters parameters = parameters(request);
            return switch (find(request, parameters)) {
                case ResourceNames.Named.One(ResourceKey key) -> verb.show(key, parameters);
                case ResourceNames.Named.None none -> unnamed(none);
                case ResourceNames.Named.Several several -> unnamed(several);
            };
        } catch (Parameters.UnfitException e) {
            return Reply.problem(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletableFuture<Performed> perform(FullHttpRequest request) {
        try {
            Parameters parameters = parameters(request);
            return switch (find(request, parameters)) {
                case ResourceNames.Named.One(ResourceKey key) -> perform(request, parameters, key);
                case ResourceNames.Named.None none -> refused(unnamed(none));
                case ResourceNames.Named.Several several -> refused(unnamed(several));
            };
        } catch (Parameters.UnfitException e) {
            return refused(Reply.problem(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    /** As much as the gate takes; of a request that will be refused for what it names, nothing. */
    @Override
    public long mostBytes(HttpRequest head, long standard) {
        if (!verb.takesPayload(head.method())) {
            return standard;
        }
        try {
            if (find(head, parameters(head)) instanceof ResourceNames.Named.One(ResourceKey key)) {
                EndpointConfig endpoint = hand.endpoint(key);
                return endpoint == null
                        ? standard
                        : Math.max(standard, endpoint.gate().maxSizeBytes());
            }
        } catch (Parameters.UnfitException e) {
            return standard;
        }
        return standard;
    }

    private CompletableFuture<Performed> perform(FullHttpRequest request, Parameters parameters, ResourceKey key)
            throws Parameters.UnfitException {
        EndpointConfig endpoint = hand.endpoint(key);
        if (endpoint == null) {
            return refused(unnamed(new ResourceNames.Named.None()));
        }
        Reply unfit = verb.unfit(endpoint, request.method());
        if (unfit == null && verb.takesPayload(request.method())) {
            unfit = unfitPayload(request);
        }
        if (unfit != null) {
            return refused(unfit);
        }
        Act act = verb.act(new Asked(request, parameters, endpoint));
        return hand.act(key, act).thenApply(deed -> performed(deed, key, act));
    }

    private static @Nullable Reply unfitPayload(FullHttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING);
        if (!codings.stream().allMatch(HttpHeaderValues.IDENTITY::contentEqualsIgnoreCase)) {
            return Reply.problem(
                            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "A payload comes without a content coding here.")
                    .with(HttpHeaderNames.ACCEPT_ENCODING.toString(), HttpHeaderValues.IDENTITY.toString());
        }
        boolean ambiguous =
                request.headers().getAll(HttpHeaderNames.CONTENT_TYPE).size() > 1;
        boolean partial = request.headers().contains(HttpHeaderNames.CONTENT_RANGE); // RFC 9110 section 14.5
        return ambiguous || partial
                ? Reply.problem(
                        HttpResponseStatus.BAD_REQUEST,
                        ambiguous
                                ? "Content-Type is given more than once (expected: once)."
                                : "A payload comes whole (expected: no Content-Range).")
                : null;
    }

    private Parameters parameters(HttpRequest request) throws Parameters.UnfitException {
        List<String> known = new ArrayList<>(verb.parameters(request.method()));
        known.add(HOST);
        return Parameters.of(request.uri(), known);
    }

    private ResourceNames.Named find(HttpRequest request, Parameters parameters) {
        return names.find(parameters.text(HOST), Routes.path(request).substring(prefix.length() - 1));
    }

    private static Reply unnamed(ResourceNames.Named named) {
        return switch (named) {
            case ResourceNames.Named.Several(List<String> hosts) ->
                Reply.problem(
                        HttpResponseStatus.BAD_REQUEST,
                        "Several hosts have this path; host= says which (expected: one of " + String.join(", ", hosts)
                                + ").");
            case ResourceNames.Named.None _, ResourceNames.Named.One _ ->
                Reply.problem(
                        HttpResponseStatus.NOT_FOUND, "There is no such resource; /endpoints lists those there are.");
        };
    }

    private static Performed performed(Deed deed, ResourceKey key, Act act) {
        return switch (deed) {
            case Deed.Done done -> new Performed(reply(done, key), note(done) + terms(act));
            case Deed.Refused(var reason, String word, String detail) -> {
                Reply reply = Reply.problem(status(reason), detail);
                yield new Performed(
                        reason == Deed.Reason.BUSY
                                ? reply.with(HttpHeaderNames.RETRY_AFTER.toString(), Integer.toString(RETRY_SECONDS))
                                : reply,
                        "refused reason=" + word + terms(act));
            }
        };
    }

    private static String note(Deed.Done done) {
        return done.version() == 0 ? done.what() : done.what() + " version=" + done.version();
    }

    /** On what terms the act was asked for, for the audit log. */
    private static String terms(Act act) {
        return switch (act) {
            case Act.Pause(Duration time) -> time == null ? "" : lasting(time);
            case Act.Pin(var _, Duration time, boolean force) -> lasting(time) + (force ? " force=true" : "");
            case Act.PinVersion(long _, Duration time) -> lasting(time);
            case Act.Refresh _, Act.Resume _, Act.Unpin _, Act.Put _ -> "";
        };
    }

    private static String lasting(Duration time) {
        return " for=" + time.toSeconds() + "s";
    }

    private static Reply reply(Deed.Done done, ResourceKey key) {
        byte[] body = Json.object(json -> {
            json.writeStringProperty("path", key.path());
            json.writeStringProperty("host", key.host());
            json.writeStringProperty("outcome", done.what());
            if (done.etag() != null) {
                json.writeNumberProperty("version", done.version());
                json.writeStringProperty("etag", done.etag());
            }
        });
        HttpResponseStatus status = switch (done.what()) {
            case "created" -> HttpResponseStatus.CREATED;
            case "refreshing" -> HttpResponseStatus.ACCEPTED;
            default -> HttpResponseStatus.OK;
        };
        Map<String, String> headers = done.etag() == null
                ? Map.of()
                : Map.of(HttpHeaderNames.ETAG.toString(), Objects.requireNonNull(done.etag()));
        return new Reply(status, "application/json", body, headers);
    }

    private static HttpResponseStatus status(Deed.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> HttpResponseStatus.NOT_FOUND;
            case CONFLICT -> HttpResponseStatus.CONFLICT;
            case MISMATCH -> HttpResponseStatus.PRECONDITION_FAILED;
            case TOO_LARGE -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            case MEDIA_TYPE -> HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;
            case GATE -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case BUSY -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case DEFECT -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static CompletableFuture<Performed> refused(Reply reply) {
        return CompletableFuture.completedFuture(Performed.refused(reply));
    }
}
