package dev.freshet.config;

import java.time.Duration;
import java.util.List;

/** {@code limits}. Thread-safe: stateless. */
final class LimitsSection {
    private static final Key<Integer> CONNECTIONS = Key.withDefault(
            "connections",
            NumberScalar.between(1, 1_000_000),
            "10000",
            "Client connections over all listeners; more are closed at once.");
    private static final Key<Long> REQUEST_HEAD = Key.withDefault(
            "request-head",
            SizeScalar.between("1KiB", "1MiB"),
            "32KiB",
            "The largest request line plus header section; 414 or 431 beyond.");
    private static final Key<Duration> IDLE = Key.withDefault(
            "idle",
            DurationScalar.between("1s", "1h"),
            "75s",
            "How long a connection may stay without a request, or a request without progress.");
    private static final Key<Duration> HEAD = Key.withDefault(
            "head",
            DurationScalar.between("100ms", "5m"),
            "10s",
            "How long a client may take to send one request head.");
    private static final Key<Long> BODY = Key.withDefault(
            "body",
            SizeScalar.between("1KiB", "1024GiB"),
            "1GiB",
            "The longest body of a request that is passed; 413 beyond. None is held: it goes on to the upstream as it comes.");
    private static final Key<Long> BODY_RATE = Key.withDefault(
            "body-rate",
            SizeScalar.between("0B", "1MiB"),
            "512B",
            "The slowest that the body of a passed request may come, a second, on average; a client that falls behind by half a minute is answered with 408. Time in which the upstream takes no more does not count. `0B`: however slow.");
    private static final Key<Duration> TUNNEL_IDLE = Key.withDefault(
            "tunnel-idle",
            DurationScalar.between("1s", "24h"),
            "10m",
            "How long a tunnel (`Upgrade`, such as a WebSocket) may be without a byte in either direction.");
    private static final Key<Integer> STREAMS = Key.withDefault(
            "streams", NumberScalar.between(1, 10_000), "128", "Concurrent HTTP/2 streams on one connection.");

    static final Section<LimitsConfig> SECTION = new Section<>(
            "limits",
            "Bounds on what clients may take.",
            List.of(CONNECTIONS, REQUEST_HEAD, BODY, BODY_RATE, IDLE, HEAD, TUNNEL_IDLE, STREAMS),
            in -> new LimitsConfig(
                    in.get(CONNECTIONS),
                    Math.toIntExact(in.get(REQUEST_HEAD)),
                    in.get(IDLE),
                    in.get(HEAD),
                    in.get(STREAMS),
                    body(in),
                    in.get(TUNNEL_IDLE)));

    private LimitsSection() {}

    /** When nothing is said of bodies. */
    static LimitsConfig.Body standardBody() {
        return body(Values.ofDefaults());
    }

    /** When nothing is said of tunnels. */
    static Duration standardTunnelIdle() {
        return Values.ofDefaults().get(TUNNEL_IDLE);
    }

    private static LimitsConfig.Body body(Values in) {
        return new LimitsConfig.Body(in.get(BODY), in.get(BODY_RATE));
    }
}
