package dev.freshet.config;

import dev.freshet.config.UpstreamConfig.Health;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code upstreams.*.health}. Thread-safe: stateless. */
final class HealthSection {
    private static final Duration TIMEOUT_STANDARD = Duration.ofSeconds(1);

    private static final Key<String> PATH = Key.required(
            "path", TargetScalar.target(), "What is asked for; a server is well that answers with 200 to 299.");
    private static final Key<Duration> EVERY = Key.withDefault(
            "every",
            DurationScalar.between("100ms", "1h"),
            "5s",
            "From one check of a server to the next, more or less a tenth at random.");
    private static final Key<Duration> TIMEOUT = Key.optional(
            "timeout",
            DurationScalar.between("10ms", "1m"),
            "`1s`; `every` where that is shorter",
            "For one check, from connecting to the end of the answer. Not longer than `every`.");
    private static final Key<Integer> HEALTHY = Key.withDefault(
            "healthy", NumberScalar.between(1, 100), "2", "So many good checks in a row bring a server back.");
    private static final Key<Integer> UNHEALTHY = Key.withDefault(
            "unhealthy", NumberScalar.between(1, 100), "3", "So many failed checks in a row take a server out.");

    static final Section<Health> SECTION = new Section<>(
            "upstreams.*.health",
            "Asks each server whether it is well, whatever its requests tell. A good check also ends an ejection. When no server is well, all are tried.",
            List.of(PATH, EVERY, TIMEOUT, HEALTHY, UNHEALTHY),
            HealthSection::health);

    private HealthSection() {}

    private static @Nullable Health health(Values in) {
        Duration timeout = in.find(TIMEOUT);
        Duration every = in.get(EVERY);
        if (timeout != null && in.isSound(EVERY) && timeout.compareTo(every) > 0) {
            in.refuse(TIMEOUT, "at most every");
        }
        String path = in.find(PATH);
        return path == null
                ? null
                : new Health(
                        path,
                        every,
                        timeout != null ? timeout : shorter(every, TIMEOUT_STANDARD),
                        in.get(HEALTHY),
                        in.get(UNHEALTHY));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
