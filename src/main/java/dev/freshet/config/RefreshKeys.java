package dev.freshet.config;

import java.time.Duration;
import java.util.List;

/** The keys of {@code endpoints[]} that say when it is refreshed. Thread-safe: stateless. */
final class RefreshKeys {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    static final Key<Duration> REFRESH = Key.withDefault(
            "refresh",
            DurationScalar.between("100ms", "24h"),
            "1s",
            "The interval: how often the payload is fetched, whether or not anyone asks.");
    private static final Key<Boolean> ALIGN = Key.withDefault(
            "align",
            FlagScalar.flag(),
            "false",
            "Fetches at whole multiples of the interval of the wall clock, so that every node does at the same instant; else the fetches of all endpoints are spread over the interval.");
    private static final Key<Duration> MAX_BACK_OFF = Key.optional(
            "max-back-off",
            DurationScalar.between("100ms", "1h"),
            "`refresh`, but within 5s..1m for an upstream, and at most 1s for Redis and files",
            "The longest wait that failures lead to: it doubles with each in a row, and the first success ends it. A `Retry-After` of an origin is kept to beyond that, but no longer than `max-stale`.");

    /** In the order of the reference page. */
    static final List<Key<?>> ALL = List.of(REFRESH, ALIGN, MAX_BACK_OFF);

    private RefreshKeys() {}

    /** What the keys say together, for an endpoint with {@code source}. */
    static RefreshConfig read(Values in, SourceConfig source) {
        Duration interval = in.get(REFRESH);
        Duration maxBackOff = in.find(MAX_BACK_OFF);
        return new RefreshConfig(
                interval,
                interval,
                in.get(ALIGN),
                maxBackOff == null ? standardBackOff(interval, source) : maxBackOff,
                null);
    }

    /** An upstream is spared; a read from Redis or of a file that fails costs nobody anything. */
    private static Duration standardBackOff(Duration interval, SourceConfig source) {
        return switch (source) {
            case SourceConfig.FromUpstream _ -> shorter(longer(interval, SHORTEST_BACK_OFF), LONGEST_BACK_OFF);
            case SourceConfig.FromRedis _, SourceConfig.FromFile _ -> shorter(interval, SECOND);
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
