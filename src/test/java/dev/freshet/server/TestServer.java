package dev.freshet.server;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.config.Address;
import dev.freshet.config.LimitsConfig;
import dev.freshet.config.PassConfig;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.decide.PassRules;
import dev.freshet.observe.Metrics;
import dev.freshet.server.pass.SharedCache;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.SettableClock;
import dev.freshet.tls.ServerTls;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real server on a free port of the loopback, its snapshots put by the test. Confined to one test. */
final class TestServer implements AutoCloseable {
    static final LimitsConfig LIMITS = new LimitsConfig(100, 8192, Duration.ofSeconds(75), Duration.ofSeconds(10), 100);

    private static final Duration LINGER = Duration.ofMillis(500);

    final SettableClock clock = new SettableClock();
    final Metrics metrics = new Metrics();
    final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    final SharedCache stored = PassingServer.cache(metrics, clock);
    final Endpoint live = endpoint(0, "/live.json", null);
    final Endpoint shared = endpoint(1, "/shared.json", new CrossOrigin(List.of()));
    final Endpoint listed =
            endpoint(2, "/listed.json", new CrossOrigin(List.of("https://a.example", "https://b.example")));
    final Demand demand = new Demand(List.of(live.key(), shared.key(), listed.key()));
    final HurriedLoops loops;
    private final Server server;
    private final InetSocketAddress address;
    private long version;

    private final Map<String, Upstream> upstreams;

    TestServer() throws BindProblemException {
        this(newLoops(), null, LIMITS, null);
    }

    /** Everything that is no endpoint goes to {@code pass}; null: nowhere. {@code loops} and {@code pass} end with the server. */
    TestServer(HurriedLoops loops, Upstream pass, LimitsConfig limits, ServerTls tls) throws BindProblemException {
        this(
                loops,
                pass == null ? null : new PassConfig("api"),
                pass == null ? Map.of() : Map.of("api", pass),
                limits,
                tls);
    }

    /** {@code loops} end with the server, and so do {@code upstreams}. */
    TestServer(HurriedLoops loops, PassConfig pass, Map<String, Upstream> upstreams, LimitsConfig limits, ServerTls tls)
            throws BindProblemException {
        this.loops = loops;
        this.upstreams = upstreams;
        EndpointTable table = new EndpointTable(List.of(live, shared, listed));
        Decider decider = new Decider(table, cache, PassRules.of(pass));
        Site site =
                new Site(demand, decider, upstreams, stored, limits, metrics, clock, PooledByteBufAllocator.DEFAULT);
        server = new Server(
                List.of(new Server.Listening(new Address("127.0.0.1", 0), tls)),
                site,
                loops,
                NioServerSocketChannel.class);
        address = server.start().getFirst();
    }

    static HurriedLoops newLoops() {
        return newLoops(1);
    }

    static HurriedLoops newLoops(int loops) {
        return new HurriedLoops(loops);
    }

    /** Publishes a payload of the endpoint as of now. */
    Snapshot publish(Endpoint endpoint, String json) {
        Payload payload = new Payload(json.getBytes(StandardCharsets.UTF_8), "application/json");
        Snapshot snapshot =
                new Snapshot(new Renderer().render(payload, ++version, clock.epochMillis()), clock.epochMillis());
        cache.put(endpoint.key(), snapshot);
        return snapshot;
    }

    RawClient client() {
        return new RawClient(address);
    }

    InetSocketAddress address() {
        return address;
    }

    Server server() {
        return server;
    }

    /** Has the housekeeping of a second done, and whatever else was to happen in the next second. */
    void tick() {
        loops.advance(Duration.ofSeconds(1));
    }

    /** Lets those whom the server refused go on for as long as it lets them. */
    void linger() {
        loops.advance(LINGER);
    }

    /** Whether a line of the exposition begins with {@code start}. */
    boolean counted(String start) {
        return new String(metrics.exposition(), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.startsWith(start));
    }

    @Override
    public void close() {
        server.drain();
        server.release();
        upstreams.values().forEach(Upstream::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static Endpoint endpoint(int index, String path, CrossOrigin sharing) {
        return new Endpoint(
                index, path, new ResourceKey(null, path, true), false, 1, 60_000, "public, max-age=1", sharing);
    }
}
