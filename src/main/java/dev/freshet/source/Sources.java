package dev.freshet.source;

import dev.freshet.config.EndpointConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Reticence;
import dev.freshet.source.redis.RedisConnections;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes the sources that the configuration names. Thread-safe: all but a concurrent map never changes. */
public final class Sources {
    private final Map<String, ExchangeOpener> upstreams;
    private final RedisConnections redis;
    private final Executor executor;
    private final EventLoopGroup loops;
    private final Clock clock;
    private final Sharing sharing;
    private final ConcurrentMap<String, Reticence> reticences = new ConcurrentHashMap<>();

    /**
     * Takes what all sources share; owns none of it.
     *
     * @param upstreams by name
     * @param redis the connections of every configured Redis
     * @param executor reads files and decodes payloads; may block
     * @param loops where exchanges with upstreams live; each source keeps to one loop
     * @param clock tells how long ago a file changed, and until when a source asked to be left alone
     * @param sharing makes sources of the fleet, of those that others can fetch as well
     */
    public Sources(
            Map<String, ExchangeOpener> upstreams,
            RedisConnections redis,
            Executor executor,
            EventLoopGroup loops,
            Clock clock,
            Sharing sharing) {
        this.upstreams = Map.copyOf(upstreams);
        this.redis = redis;
        this.executor = executor;
        this.loops = loops;
        this.clock = clock;
        this.sharing = sharing;
    }

    /**
     * The source of the endpoint's payload, with its fallback behind it where it has one. What is in Redis every node reads
     * for itself, and what is put is put to each, so there only the fallback is shared. The members of a group belong to one moment, and are not shared.
     */
    public Source sourceFor(EndpointConfig endpoint) {
        boolean shares = endpoint.shares();
        boolean whole = shares
                && !(endpoint.source() instanceof SourceConfig.FromRedis)
                && !(endpoint.source() instanceof SourceConfig.FromPush);
        Source primary = source(endpoint.source(), endpoint);
        SourceConfig second = endpoint.fallback();
        if (second == null) {
            return whole ? sharing.shared(primary, endpoint) : primary;
        }
        Source fallback = source(second, endpoint);
        if (whole) {
            return sharing.shared(chain(primary, fallback, endpoint), endpoint);
        }
        return chain(primary, shares ? sharing.shared(fallback, endpoint) : fallback, endpoint);
    }

    private Source chain(Source primary, Source fallback, EndpointConfig endpoint) {
        return new FallbackSource(primary, fallback, clock, endpoint.maxStale(), reticence(endpoint));
    }

    private @Nullable Reticence reticence(EndpointConfig endpoint) {
        return endpoint.template() == null
                ? null
                : reticences.computeIfAbsent(endpoint.label(), _ -> new Reticence(clock));
    }

    private Source source(SourceConfig config, EndpointConfig endpoint) {
        String mediaType = endpoint.contentType();
        return switch (config) {
            case SourceConfig.FromUpstream upstream ->
                new UpstreamSource(upstream, mediaType, opener(upstream.upstream()), loops.next(), executor, clock);
            case SourceConfig.FromRedis read -> {
                RedisPayload payload =
                        new RedisPayload(read, mediaType, endpoint.gate().maxSizeBytes());
                yield new RedisSource(read, redis.redis(read.redis()), payload, executor, clock);
            }
            case SourceConfig.FromPush _ -> new PushSource();
            case SourceConfig.FromFile(var file) -> new FileSource(file, mediaType, executor, clock);
        };
    }

    private ExchangeOpener opener(String upstream) {
        return Objects.requireNonNull(upstreams.get(upstream), () -> "no upstream named " + upstream);
    }
}
