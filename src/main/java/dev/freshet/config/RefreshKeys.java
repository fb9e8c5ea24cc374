package dev.freshet.config;

import java.time.Duration;
import java.util.List;

/** The keys of {@code endpoints[]} that say when it is refreshed. Thread-safe: stateless. */
final class RefreshKeys {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    static final Key<Interval> REFRESH = new Key<>(
            "refresh",
            IntervalSection.CHOICE,
            false,
            "`1s`",
            Interval.of(SECOND),
            "The interval: how often the payload is fetched, whether or not anyone asks; or its bounds, where it follows change and demand.");
    private static final Key<Boolean> ALIGN = Key.withDefault(
            "align",
            FlagScalar.flag(),
            "false",
            "Fetches at whole multiples of the interval of the wall clock, so that every node does at the same instant; else the fetches of all endpoints are spread over the interval.");
    private static final Key<Duration> MAX_BACK_OFF = Key.optional(
            "max-back-off",
            DurationScalar.between("100ms", "1h"),
            "`refresh` (its `max`), but within 5s..1m for an upstream, and at most 1s for Redis and files",
            "The longest wait that failures lead to: it doubles with each in a row, and the first success ends it. A `Retry-After` of an origin is kept to beyond that, but no longer than `max-stale`.");

    private static final Key<String> GROUP = Key.optional(
            "group",
            FieldScalar.name(),
            "none",
            "The endpoints that name the same group are fetched by one tick and published together or not at all: no client sees one of them as of one version beside another as of the next. They have the same `refresh` and `align`.");

    /** In the order of the reference page. */
    static final List<Key<?>> ALL = List.of(REFRESH, ALIGN, MAX_BACK_OFF, GROUP);

    private RefreshKeys() {}

    /** What the keys say together, for an endpoint with {@code source}. */
    static RefreshConfig read(Values in, SourceConfig source) {
        Interval interval = in.get(REFRESH);
        Duration maxBackOff = in.find(MAX_BACK_OFF);
        String group = in.find(GROUP);
        if (group != null && in.isSound(REFRESH) && in.isSound(ALIGN)) {
            checkGroup(in, group);
        }
        return new RefreshConfig(
                interval.shortest(),
                interval.longest(),
                in.get(ALIGN),
                maxBackOff == null ? standardBackOff(interval.longest(), source) : maxBackOff,
                group);
    }

    /** What is put here has a time of its own; only a fallback has ticks. */
    static void checkPushed(Values in, boolean fallback) {
        if (in.has(GROUP)) {
            in.refuse(GROUP, "none with source: push, whose payloads are put one by one");
        }
        if (!fallback) {
            List.of(REFRESH, ALIGN, MAX_BACK_OFF).forEach(key -> {
                if (in.has(key)) {
                    in.refuse(key, "with source: push only beside a fallback, which it is the interval of");
                }
            });
        }
    }

    /** The resources of a template come and go, each by itself. */
    static void checkNoGroup(Values in) {
        if (in.has(GROUP)) {
            in.refuse(GROUP, "no group, as path has variables");
        }
    }

    private static void checkGroup(Values in, String group) {
        Claims.Ticks first =
                in.reading().claims().group(group, new Claims.Ticks(in.get(REFRESH), in.get(ALIGN), in.place(GROUP)));
        String others = "as group " + group + " has it on line " + first.place().line();
        if (!first.refresh().equals(in.get(REFRESH))) {
            in.refuse(REFRESH, others);
        }
        if (first.align() != in.get(ALIGN)) {
            in.refuse(ALIGN, others);
        }
    }

    /** An upstream is spared; a read from Redis or of a file that fails costs nobody anything. */
    private static Duration standardBackOff(Duration interval, SourceConfig source) {
        return switch (source) {
            case SourceConfig.FromUpstream _ -> shorter(longer(interval, SHORTEST_BACK_OFF), LONGEST_BACK_OFF);
            case SourceConfig.FromRedis _, SourceConfig.FromFile _, SourceConfig.FromPush _ ->
                shorter(interval, SECOND);
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
