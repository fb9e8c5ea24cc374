package dev.freshet.server;

import dev.freshet.config.CacheConfig;
import dev.freshet.config.LimitsConfig;
import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import dev.freshet.server.pass.SharedCache;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.DevelopmentCertificates;
import dev.freshet.tls.ServerTls;
import dev.freshet.upstream.Transport;
import dev.freshet.upstream.Upstream;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes upstreams and TLS for servers under test. Immutable: pure functions only. */
final class PassingServer {
    static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(1500);

    private PassingServer() {}

    /** The upstream that {@code origin} is, for servers on {@code loops}. */
    static Upstream upstream(RawServer origin, EventLoopGroup loops) {
        return upstream(origin.port(), loops);
    }

    static Upstream upstream(int port, EventLoopGroup loops) {
        return upstream(port, 64, loops);
    }

    static Upstream upstream(int port, int connections, EventLoopGroup loops) {
        UpstreamConfig config = new UpstreamConfig(
                "api",
                List.of(URI.create("http://127.0.0.1:" + port)),
                connections,
                new UpstreamConfig.Timeouts(Duration.ofSeconds(1), RESPONSE_TIMEOUT, Duration.ofSeconds(60)),
                null);
        return upstream(config, loops, new Metrics());
    }

    static Upstream upstream(UpstreamConfig config, EventLoopGroup loops, Metrics metrics) {
        Transport transport = Transport.of(loops, NioSocketChannel::new, NioDatagramChannel::new);
        return new Upstream(
                config,
                transport,
                (pipeline, server, progress) -> {
                    throw new AssertionError("no https here");
                },
                metrics);
    }

    /** TLS with a development certificate made in {@code directory}. */
    static ServerTls tls(Path directory) throws Exception {
        var clock = new dev.freshet.observe.SystemClock();
        var made = DevelopmentCertificates.ensure(directory, List.of(), false, clock);
        TlsConfig config = new TlsConfig(List.of(new TlsConfig.Certificate(made.chain(), made.key(), "listeners[0]")));
        return ServerTls.open(config, List.of(Protocol.HTTP_2, Protocol.HTTP_1_1), clock);
    }

    /** A cache of 64 MiB, for bodies of at most 16 MiB. */
    static SharedCache cache(Metrics metrics, Clock clock) {
        return cache(metrics, clock, false);
    }

    static SharedCache cache(Metrics metrics, Clock clock, boolean statusKey) {
        return new SharedCache(
                new CacheConfig(64 << 20, 16 << 20, Duration.ofSeconds(5), statusKey), metrics, clock, Runnable::run);
    }

    static LimitsConfig limits() {
        return TestServer.LIMITS;
    }
}
