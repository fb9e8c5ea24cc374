package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.DevelopmentCertificates;
import dev.freshet.tls.ServerTls;
import dev.freshet.tls.UpstreamTlsContext;
import dev.freshet.upstream.Transport;
import dev.freshet.upstream.Upstream;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;

/** An origin, plain or over TLS, the server before it, plain or over TLS, and its clients. Confined to one test. */
final class TunnelSite implements AutoCloseable {
    static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: such\r\n\r\n";
    static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: such\r\n\r\n";

    private static final int STILL_LOOKS = 300;
    private static final long STILL_NANOS = 1_000_000_000L;

    final TestServer server;
    final Upstream upstream;
    final Metrics upstreamMetrics = new Metrics();
    private final Sides sides;
    private final ServerTls tls;
    private final UpstreamTlsContext upstreamTls;

    /** Which sides speak TLS. */
    enum Sides {
        PLAIN(false, false),
        CLIENT_TLS(true, false),
        UPSTREAM_TLS(false, true),
        TLS(true, true);

        final boolean client;
        final boolean upstream;

        Sides(boolean client, boolean upstream) {
            this.client = client;
            this.upstream = upstream;
        }
    }

    /** Before the origin at {@code port}, with so many connections and tunnels to it. */
    TunnelSite(Sides sides, Path directory, int port, LimitsConfig limits, int connections, int tunnels)
            throws Exception {
        this.sides = sides;
        var made = certificates(directory);
        tls = sides.client ? PassingServer.tls(directory) : null;
        upstreamTls = UpstreamTlsContext.open("ca", made.authority());
        HurriedLoops loops = TestServer.newLoops();
        UpstreamConfig standard = new UpstreamConfig(
                "api",
                List.of(URI.create((sides.upstream ? "https" : "http") + "://127.0.0.1:" + port)),
                connections,
                new UpstreamConfig.Timeouts(
                        Duration.ofSeconds(5), PassingServer.RESPONSE_TIMEOUT.multipliedBy(2), Duration.ofSeconds(60)),
                null);
        UpstreamConfig config = new UpstreamConfig(
                standard.name(),
                standard.servers(),
                standard.connections(),
                standard.idleConnections(),
                standard.timeouts(),
                null,
                standard.resilience(),
                standard.fetches(),
                tunnels);
        Transport transport = Transport.of(loops, NioSocketChannel::new, NioDatagramChannel::new);
        upstream = new Upstream(config, transport, upstreamTls, upstreamMetrics);
        server = new TestServer(loops, upstream, limits, tls);
    }

    TunnelSite(Sides sides, Path directory, int port) throws Exception {
        this(sides, directory, port, TestServer.LIMITS, 64, 100);
    }

    static DevelopmentCertificates.Result certificates(Path directory) throws Exception {
        return DevelopmentCertificates.ensure(directory, List.of(), false, new SystemClock());
    }

    /** Starts an origin that fits {@code sides}. */
    static RawServer origin(Sides sides, Path directory, RawServer.Script script) throws Exception {
        return sides.upstream ? RawServer.start(listen(directory), script) : RawServer.start(script);
    }

    private static ServerSocket listen(Path directory) throws Exception {
        var made = certificates(directory);
        JdkSslContext context = (JdkSslContext)
                SslContextBuilder.forServer(made.chain().toFile(), made.key().toFile())
                        .sslProvider(SslProvider.JDK)
                        .build();
        return context.context().getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    }

    Sides sides() {
        return sides;
    }

    RawClient client() throws IOException {
        if (!sides.client) {
            return server.client();
        }
        SSLSocket socket = TrustsAnybody.connect(server.address());
        socket.startHandshake();
        return new RawClient(socket);
    }

    /** A client that has a tunnel. */
    RawClient tunnel() throws IOException {
        RawClient client = client().send(UPGRADE);
        RawClient.Answer answer = client.readHead();
        if (answer.status() != 101) {
            throw new AssertionError("no tunnel: " + answer);
        }
        return client;
    }

    /** Whether the upstream has {@code count} connections open. */
    boolean upstreamConnections(int count) {
        String line = "freshet_upstream_connections{upstream=\"api\"} " + count;
        return new String(upstreamMetrics.exposition(), java.nio.charset.StandardCharsets.UTF_8).contains(line + ".0");
    }

    /** Waits for what others are about to do. */
    static void soon(BooleanSupplier condition) {
        if (!Patience.until(condition, Duration.ofSeconds(30))) {
            throw new AssertionError("it did not come true");
        }
    }

    /** Sends so many bytes in parts, and counts what the socket has taken. */
    static Thread sendSlowly(RawClient client, long total, AtomicLong sent) {
        return Thread.ofVirtual().start(() -> {
            String part = "x".repeat(1 << 16);
            for (long i = 0; i < total; i += part.length()) {
                client.send(part);
                sent.addAndGet(part.length());
            }
        });
    }

    /** Waits until nothing has been sent for a second in which this process was given time to send. */
    static void awaitStill(AtomicLong sent) {
        AtomicLong last = new AtomicLong(-1);
        AtomicInteger looks = new AtomicInteger();
        AtomicLong since = new AtomicLong();
        soon(() -> {
            if (last.getAndSet(sent.get()) != sent.get() || sent.get() == 0) {
                since.set(System.nanoTime());
                looks.set(0);
            }
            return looks.incrementAndGet() > STILL_LOOKS && System.nanoTime() - since.get() > STILL_NANOS;
        });
    }

    @Override
    public void close() {
        server.close();
        upstreamTls.close();
        if (tls != null) {
            tls.close();
        }
    }
}
