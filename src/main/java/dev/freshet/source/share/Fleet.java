package dev.freshet.source.share;

import dev.freshet.config.EndpointConfig;
import dev.freshet.config.ShareConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.source.Sharing;
import dev.freshet.source.Source;
import dev.freshet.source.redis.Redis;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * This process as a part of a fleet. The sources it makes ask their resource's source on behalf of all nodes, one node at a
 * time; Redis is where they meet, and all they know of each other. Thread-safe: the list of sources is copied on write.
 */
public final class Fleet implements Sharing, AutoCloseable {
    private static final long CLOSE_MILLIS = 500;

    private final Redis redis;
    private final String prefix;
    private final EventLoopGroup loops;
    private final Metrics metrics;
    private final Clock clock;
    private final Node node;
    private final List<Place> places = new CopyOnWriteArrayList<>();

    /**
     * With no resource yet. Owns nothing that it is given.
     *
     * @param redis the one that {@code config} names
     * @param loops wait for the ends of leases
     */
    public Fleet(ShareConfig config, Redis redis, EventLoopGroup loops, Metrics metrics, Clock clock) {
        this.redis = redis;
        this.prefix = config.prefix();
        this.loops = loops;
        this.metrics = metrics;
        this.clock = clock;
        this.node = new Node(config.redis(), loops.next(), clock);
        metrics.contribute(
                Metric.SHARE_LEADING,
                values -> places.forEach(each -> values.add(each.role().leads() ? 1 : 0, each.label())));
    }

    @Override
    public Source shared(Source source, EndpointConfig endpoint) {
        String label = endpoint.label();
        Terms terms = Terms.of(endpoint);
        Ledger ledger = new Ledger(redis, node.name(), prefix, label, terms);
        Role role = new Role(ledger, terms, loops.next(), clock, leads -> node.roleChanged(label, leads));
        boolean portable = !(endpoint.source() instanceof SourceConfig.FromFile)
                && !(endpoint.fallback() instanceof SourceConfig.FromFile);
        Place place = new Place(label, source, ledger, role, node, new FetchTally(label, metrics), portable);
        places.add(place);
        return new SharedSource(place, redis);
    }

    /** Gives up every lease, so that other nodes go on at once; waits for that, within a bound. Idempotent. */
    @Override
    public void close() {
        CompletableFuture<?>[] given =
                places.stream().map(each -> each.role().close()).toArray(CompletableFuture[]::new);
        var _ = CompletableFuture.allOf(given)
                .completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }
}
