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
    private static final Key<Integer> STREAMS = Key.withDefault(
            "streams", NumberScalar.between(1, 10_000), "128", "Concurrent HTTP/2 streams on one connection.");

    static final Section<LimitsConfig> SECTION = new Section<>(
            "limits",
            "Bounds on what clients may take.",
            List.of(CONNECTIONS, REQUEST_HEAD, IDLE, HEAD, STREAMS),
            in -> new LimitsConfig(
                    in.get(CONNECTIONS),
                    Math.toIntExact(in.get(REQUEST_HEAD)),
                    in.get(IDLE),
                    in.get(HEAD),
                    in.get(STREAMS)));

    private LimitsSection() {}
}
