package dev.freshet.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 500ms}, {@code 1s}, {@code 5m}, {@code 24h}, {@code 1d}. Thread-safe: stateless. */
final class DurationScalar {
    private static final String FORM = "a duration such as 500ms, 1s, 5m, 24h or 1d";
    private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
    private static final int MOST_DIGITS = 12;

    private DurationScalar() {}

    /** A duration from {@code least} to {@code most}, both written as in the file. */
    static Scalar<Duration> between(String least, String most) {
        Duration from = parse(least);
        Duration to = parse(most);
        String bounds = least + ".." + most;
        return Scalar.text("duration", FORM + ", within " + bounds, bounds, (text, _) -> {
            Matcher duration = DURATION.matcher(text);
            if (!duration.matches()) {
                return new Parsed.Refused<>(FORM + ", within " + bounds);
            }
            boolean fits = duration.group(1).length() <= MOST_DIGITS && within(parse(text), from, to);
            return fits ? new Parsed.Value<>(parse(text)) : new Parsed.Refused<>(bounds);
        });
    }

    private static boolean within(Duration value, Duration from, Duration to) {
        return value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
    }

    private static Duration parse(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
