package dev.freshet.upstream;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.RawServer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** An upstream on one event loop, and the few things tests do with it. Thread-safe. */
final class Front implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(200);
    static final UpstreamConfig.Timeouts PATIENT = new UpstreamConfig.Timeouts(LONG, LONG, LONG);

    final Metrics metrics = new Metrics();
    final MultiThreadIoEventLoopGroup loops;
    final EventLoop loop;
    final Upstream upstream;

    private Front(UpstreamConfig config, UpstreamTls tls) {
        boolean epoll = Epoll.isAvailable();
        loops = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = loops.next();
        Transport transport = epoll
                ? Transport.of(loops, EpollSocketChannel::new, EpollDatagramChannel::new)
                : Transport.of(loops, NioSocketChannel::new, NioDatagramChannel::new);
        upstream = new Upstream(config, transport, tls, metrics);
    }

    /** One server, 8 connections, nothing times out. */
    static Front of(RawServer server) {
        return of(8, PATIENT, server);
    }

    static Front of(int connections, UpstreamConfig.Timeouts timeouts, RawServer... servers) {
        return of(
                connections,
                timeouts,
                List.of(servers).stream()
                        .map(server -> URI.create("http://127.0.0.1:" + server.port()))
                        .toList());
    }

    static Front of(int connections, UpstreamConfig.Timeouts timeouts, List<URI> servers) {
        return new Front(new UpstreamConfig("api", servers, connections, timeouts, null), (_, _, _) -> {
            throw new AssertionError("no TLS here");
        });
    }

    /** 8 connections to each server, nothing times out. */
    static Front of(UpstreamConfig.Resilience resilience, List<URI> servers) {
        return of(resilience, PATIENT, servers);
    }

    static Front of(UpstreamConfig.Resilience resilience, UpstreamConfig.Timeouts timeouts, List<URI> servers) {
        return new Front(new UpstreamConfig("api", servers, 8, timeouts, null, resilience), (_, _, _) -> {
            throw new AssertionError("no TLS here");
        });
    }

    /** Any number of connections, of which {@code idle} are kept. */
    static Front keeping(int idle, RawServer server) {
        UpstreamConfig standard = new UpstreamConfig("api", List.of(uri(server)), 1000, PATIENT, null);
        UpstreamConfig config = new UpstreamConfig(
                standard.name(),
                standard.servers(),
                standard.connections(),
                idle,
                standard.timeouts(),
                null,
                standard.resilience(),
                standard.fetches(),
                standard.tunnels());
        return new Front(config, (_, _, _) -> {
            throw new AssertionError("no TLS here");
        });
    }

    static URI uri(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    static Front secure(UpstreamConfig.Timeouts timeouts, URI server, UpstreamTls tls) {
        return new Front(new UpstreamConfig("api", List.of(server), 8, timeouts, null), tls);
    }

    static RequestHead request(HttpMethod method, long bodyBytes) {
        return new RequestHead(method, "/live.json", "", new DefaultHttpHeaders(), bodyBytes);
    }

    /** Sends a request without a body. */
    Heard send(HttpMethod method) throws Exception {
        return send(request(method, 0));
    }

    Heard send(RequestHead head) throws Exception {
        Heard heard = new Heard();
        open(head, heard, true);
        return heard;
    }

    Heard get() throws Exception {
        return send(HttpMethod.GET);
    }

    /** Opens an exchange, and ends its request where {@code whole}. */
    Exchange open(RequestHead head, Heard heard, boolean whole) throws Exception {
        return onLoop(() -> {
            Exchange exchange = upstream.open(loop, head, heard);
            heard.exchange = exchange;
            if (!heard.events.isEmpty() || heard.writables.get() > 0) {
                throw new AssertionError("heard inside open");
            }
            if (whole) {
                exchange.end(EmptyHttpHeaders.INSTANCE);
            }
            return exchange;
        });
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(Heard.DEADLINE_SECONDS, SECONDS);
    }

    void onLoop(Runnable task) throws Exception {
        CompletableFuture.runAsync(task, loop).get(Heard.DEADLINE_SECONDS, SECONDS);
    }

    /** The value of a sample as the exposition has it, such as {@code freshet_upstream_connections{upstream="api"}}. */
    double sample(String series) {
        return new String(metrics.exposition(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    /** Whether requests go to the server, as the metrics have it. */
    boolean up(URI server) {
        return value("freshet_upstream_server_up", "server", server.getAuthority()) == 1;
    }

    double retries(String reason) {
        return value("freshet_upstream_retries_total", "reason", reason);
    }

    double ejections(URI server, String reason) {
        return value("freshet_upstream_ejections_total", "server", server.getAuthority(), "reason", reason);
    }

    double healthChecks(URI server, String result) {
        return value("freshet_upstream_health_checks_total", "server", server.getAuthority(), "result", result);
    }

    /** The sum of the samples of a metric that have these labels: names and values by turns. */
    private double value(String metric, String... labels) {
        return new String(metrics.exposition(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(metric + "{"))
                .filter(line -> java.util.stream.IntStream.range(0, labels.length / 2)
                        .allMatch(i -> line.contains(labels[2 * i] + "=\"" + labels[2 * i + 1] + "\"")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    int openConnections() {
        return (int) sample("freshet_upstream_connections{upstream=\"api\"}");
    }

    double faults(String reason) {
        return sample("freshet_upstream_faults_total{reason=\"" + reason + "\",upstream=\"api\"}")
                + sample("freshet_upstream_faults_total{upstream=\"api\",reason=\"" + reason + "\"}");
    }

    /** Polls until the condition holds. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(Heard.DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come true");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        upstream.close();
        loops.shutdownGracefully(0, 5, SECONDS).syncUninterruptibly();
    }
}
