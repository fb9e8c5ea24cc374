package dev.freshet.app;

import dev.freshet.admin.AdminServer;
import dev.freshet.admin.Purging;
import dev.freshet.admin.Readiness;
import dev.freshet.cache.Demand;
import dev.freshet.cache.PurgeScope;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.StoredKey;
import dev.freshet.config.Configuration;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.ListenerConfig;
import dev.freshet.config.PassConfig;
import dev.freshet.config.ShareConfig;
import dev.freshet.config.UpstreamConfig;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.decide.PassRules;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.refresh.Keeping;
import dev.freshet.refresh.Pools;
import dev.freshet.refresh.RefreshParts;
import dev.freshet.refresh.Refresher;
import dev.freshet.refresh.ScheduledTimer;
import dev.freshet.refresh.Subject;
import dev.freshet.refresh.Totals;
import dev.freshet.refresh.gate.Gate;
import dev.freshet.refresh.gate.PayloadSchema;
import dev.freshet.refresh.gate.SchemaProblemException;
import dev.freshet.refresh.gate.Schemas;
import dev.freshet.refresh.state.StateFolder;
import dev.freshet.refresh.state.StateProblemException;
import dev.freshet.refresh.template.TemplateParts;
import dev.freshet.refresh.template.TemplatedEndpoints;
import dev.freshet.server.BindProblemException;
import dev.freshet.server.Server;
import dev.freshet.server.Site;
import dev.freshet.server.pass.SharedCache;
import dev.freshet.source.ExchangeOpener;
import dev.freshet.source.Sharing;
import dev.freshet.source.Sources;
import dev.freshet.source.redis.RedisConnections;
import dev.freshet.source.share.Fleet;
import dev.freshet.tls.ServerTls;
import dev.freshet.tls.TlsProblemException;
import dev.freshet.tls.UpstreamTlsContext;
import dev.freshet.upstream.Transport;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server, and the one place where its parts are put together. Thread-safe: starting is over
 * before anyone sees the object, stopping is guarded by its monitor, the rest reads what is thread-safe itself.
 */
public final class Freshet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Freshet.class);

    private final Configuration configuration;
    private final Clock clock;
    private final Closing closing = new Closing();
    private final Metrics metrics = new Metrics();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SnapshotCache cache;
    private final SharedCache stored;
    private final Demand demand;
    private final Refresher refresher;
    private final TemplatedEndpoints templated;
    private final Readiness readiness;
    private final AdminServer admin;
    private final Server server;
    private InetSocketAddress adminAddress;
    private List<InetSocketAddress> addresses = List.of();
    private boolean closed;

    /**
     * Starts everything: admin first, so that health tells of a slow start; then the first refresh of every endpoint, for
     * as long as {@code start-deadline} allows; then the listeners. Nothing is left behind where it fails.
     */
    public static Freshet start(Configuration configuration, Clock clock) throws StartException {
        Freshet freshet = new Freshet(configuration, clock);
        try {
            freshet.open();
            return freshet;
        } catch (BindException | BindProblemException e) {
            freshet.close();
            throw new StartException(String.valueOf(e.getMessage()), 1);
        }
    }

    @SuppressWarnings("NullAway.Init") // adminAddress is set by open, which start calls before anyone sees the object
    private Freshet(Configuration configuration, Clock clock) throws StartException {
        this.configuration = configuration;
        this.clock = clock;
        try {
            Map<EndpointConfig, PayloadSchema> schemas = Schemas.of(configuration.endpoints());
            Threads threads = closing.add(new Threads());
            this.cache = new SnapshotCache(configuration.cache().sizeBytes(), threads.refresh());
            this.demand = new Demand(
                    configuration.endpoints().stream().map(Endpoint::keyOf).toList(),
                    TemplatedEndpoints.places(configuration.endpoints()));
            Transport transport = threads.transport();
            this.stored = new SharedCache(configuration.cache(), metrics, clock, threads.refresh());
            Map<String, Upstream> upstreams = upstreams(transport);
            Sources sources = sources(threads, beside(upstreams)); // connections that no client can take
            ScheduledTimer timer = closing.add(new ScheduledTimer(clock));
            this.refresher = refresher(threads, timer, sources, schemas);
            this.templated = templated(threads, timer, sources, schemas);
            this.readiness = new Readiness(endpoints(), cache, clock);
            this.admin =
                    new AdminServer(configuration.admin(), readiness, metrics, this::purge, refresher.hand(), clock);
            this.server = server(threads, upstreams);
        } catch (TlsProblemException | SchemaProblemException e) {
            closing.close();
            throw new StartException(String.valueOf(e.getMessage()), 2);
        } catch (LinkageError e) {
            closing.close();
            throw new StartException("a native library cannot be loaded on this machine: " + e.getMessage(), 1);
        } catch (StateProblemException e) {
            closing.close();
            throw new StartException(String.valueOf(e.getMessage()), 1);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Where it listens, in the order of the configuration. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Where health and metrics are. */
    public InetSocketAddress adminAddress() {
        return adminAddress;
    }

    /** How it is doing. */
    public Status status() {
        int resources = 0;
        long oldestMillis = 0;
        for (var each : configuration.exactEndpoints()) {
            Snapshot snapshot = cache.get(Endpoint.keyOf(each));
            if (snapshot != null) {
                resources++;
                oldestMillis = Math.max(oldestMillis, snapshot.ageMillis(clock.epochMillis()));
            }
        }
        Totals totals = refresher.totals();
        return new Status(
                resources + Math.toIntExact(templated.resources()),
                oldestMillis / 1000.0,
                server.hits(),
                totals.published(),
                totals.unchanged(),
                totals.refused(),
                totals.failed());
    }

    /** Drains, for as long as {@code stop-deadline} allows, then closes everything. Returns when it is done; idempotent. */
    public synchronized void stop() {
        if (closed) {
            return;
        }
        log.info(
                "stopping: answers in flight have {}s",
                configuration.stopDeadline().toSeconds());
        readiness.drain();
        await(
                server.drain(),
                configuration.stopDeadline().toMillis(),
                "closed connections whose answers were not done");
        close();
        log.info("stopped");
    }

    /** Waits until {@link #stop} is done, or the waiting thread is interrupted. */
    public void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes everything at once; what is in flight is cut off. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        templated.stop();
        refresher.stop();
        server.release();
        admin.stop();
        closing.close();
        stopped.countDown();
    }

    private Purging.Purged purge(PurgeScope scope, boolean soft) {
        int responses = stored.store().purge(scope, soft);
        int resources = refresher.refreshNow(scope::covers);
        log.info(
                "purged {}: stored responses {}: {}, resources being refreshed: {}",
                inWords(scope),
                soft ? "made stale" : "forgotten",
                responses,
                resources);
        return new Purging.Purged(responses, resources);
    }

    private static String inWords(PurgeScope scope) {
        return switch (scope) {
            case PurgeScope.Url(StoredKey key) -> key.uri();
            case PurgeScope.Prefix(StoredKey key) -> "what begins with " + key.uri();
            case PurgeScope.Tag(String tag) -> "what has the tag " + tag;
        };
    }

    private void open() throws BindException, BindProblemException {
        adminAddress = admin.start();
        await(
                refresher.start(),
                configuration.startDeadline().toMillis(),
                "some endpoints have no snapshot yet; they answer 503 until they do");
        templated.start();
        addresses = server.start();
    }

    private Map<String, Upstream> upstreams(Transport transport) throws TlsProblemException {
        Map<String, Upstream> upstreams = new HashMap<>();
        for (UpstreamConfig each : configuration.upstreams().values()) {
            String place = "upstreams." + each.name() + ".tls.ca";
            UpstreamTlsContext tls = closing.add(UpstreamTlsContext.open(place, each.ca()));
            upstreams.put(each.name(), closing.add(new Upstream(each, transport, tls, metrics)));
        }
        return upstreams;
    }

    private Map<String, Upstream> beside(Map<String, Upstream> upstreams) {
        Map<String, Upstream> others = new HashMap<>();
        upstreams.forEach((name, upstream) -> others.put(name, closing.add(upstream.beside())));
        return others;
    }

    private Sources sources(Threads threads, Map<String, Upstream> upstreams) {
        RedisConnections redis =
                closing.add(new RedisConnections(configuration.redis().values(), metrics, clock));
        Map<String, ExchangeOpener> openers = new HashMap<>();
        upstreams.forEach((name, upstream) -> openers.put(name, upstream::open));
        return new Sources(openers, redis, threads.refresh(), threads.loops(), clock, sharing(redis, threads));
    }

    private Refresher refresher(
            Threads threads, ScheduledTimer timer, Sources sources, Map<EndpointConfig, PayloadSchema> schemas)
            throws StateProblemException {
        List<Subject> subjects = configuration.exactEndpoints().stream()
                .map(each -> subject(each, sources, schemas.get(each)))
                .toList();
        metrics.contribute(Metric.CACHE_BYTES, values -> {
            values.add((double) cache.pinnedBytes(), "pinned");
            values.add((double) cache.boundedBytes(), "bounded");
        });
        Refresher made = new Refresher(
                subjects,
                new RefreshParts(
                        cache,
                        new Renderer(),
                        metrics,
                        clock,
                        timer,
                        new Pools(threads.refresh(), threads.large()),
                        fetches(),
                        demand,
                        keeping(threads)));
        subjects.forEach(each -> each.source().watch(() -> made.changed(each.key())));
        return made;
    }

    private TemplatedEndpoints templated(
            Threads threads, ScheduledTimer timer, Sources sources, Map<EndpointConfig, PayloadSchema> schemas) {
        return new TemplatedEndpoints(
                configuration.endpoints(),
                new TemplateParts(
                        refresher,
                        (template, resource) -> subject(resource, sources, schemas.get(template)),
                        cache,
                        demand,
                        metrics,
                        clock,
                        timer,
                        threads.refresh()));
    }

    private static Subject subject(EndpointConfig endpoint, Sources sources, @Nullable PayloadSchema schema) {
        return new Subject(
                Endpoint.keyOf(endpoint),
                endpoint,
                sources.sourceFor(endpoint),
                new Gate(endpoint.gate(), endpoint.contentType(), schema));
    }

    private Sharing sharing(RedisConnections redis, Threads threads) {
        ShareConfig share = configuration.share();
        return share == null
                ? Sharing.none()
                : closing.add(new Fleet(share, redis.redis(share.redis()), threads.loops(), metrics, clock));
    }

    private @Nullable Keeping keeping(Threads threads) throws StateProblemException {
        Path state = configuration.state();
        return state == null ? null : new Keeping(StateFolder.open(state), threads.writer());
    }

    private Map<String, Integer> fetches() {
        Map<String, Integer> fetches = new HashMap<>();
        configuration.upstreams().forEach((name, upstream) -> fetches.put(name, upstream.fetches()));
        return fetches;
    }

    private Server server(Threads threads, Map<String, Upstream> upstreams) throws TlsProblemException {
        PassConfig pass = configuration.pass();
        EndpointTable table = new EndpointTable(endpoints(), templated.templates());
        Decider decider = new Decider(table, cache, PassRules.of(pass));
        Site site = new Site(
                demand,
                decider,
                pass == null ? Map.of() : upstreams,
                stored,
                configuration.limits(),
                metrics,
                clock,
                PooledByteBufAllocator.DEFAULT);
        List<Server.Listening> listeners = new ArrayList<>();
        for (ListenerConfig each : configuration.listeners()) {
            ServerTls tls =
                    each.tls() == null ? null : closing.add(ServerTls.open(each.tls(), each.protocols(), clock));
            if (tls != null) {
                tls.warnings().forEach(log::warn);
            }
            listeners.add(new Server.Listening(each.address(), tls));
        }
        return new Server(listeners, site, threads.loops(), threads.listening());
    }

    /** The exact ones, with their places among all as their indices. */
    private List<Endpoint> endpoints() {
        List<EndpointConfig> all = configuration.endpoints();
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).template() == null)
                .mapToObj(i -> Endpoint.of(i, all.get(i)))
                .toList();
    }

    private static void await(Future<Void> done, long millis, String otherwise) {
        try {
            done.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn(otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.error("{}: {}", otherwise, String.valueOf(e.getCause()));
        }
    }
}
