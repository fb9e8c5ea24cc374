package dev.freshet.config;

import java.time.Duration;
import java.util.List;

/** {@code pass.auto-hot}. Thread-safe: stateless. */
final class AutoHotSection {
    private static final Key<Rate> RATE = Key.withDefault(
            "rate",
            RateScalar.rate(),
            "20/s",
            "A URL that is asked for so often is refreshed from then on, until it is asked for less than half as often.");
    private static final Key<Duration> REFRESH = Key.withDefault(
            "refresh",
            DurationScalar.between("100ms", "1h"),
            "1s",
            "From one refresh to the next; up to twice as often where the response is fresh for less than this.");
    private static final Key<Integer> MAX_RESOURCES = Key.withDefault(
            "max-resources", NumberScalar.between(1, 100_000), "1000", "So many URLs at most are refreshed at once.");

    static final Section<AutoHotConfig> SECTION = new Section<>(
            "pass.auto-hot",
            "Keeps what is asked for most fresh in the store, so that no client waits for it. Only responses that may be stored; they stay what they are, fields and all.",
            List.of(RATE, REFRESH, MAX_RESOURCES),
            in -> new AutoHotConfig(in.get(RATE), in.get(REFRESH), in.get(MAX_RESOURCES)));

    private AutoHotSection() {}
}
