package dev.freshet.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a request, each name once. Immutable. */
final class Parameters {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** What is wrong with a query, in a sentence. Immutable. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1;

        UnfitException(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** The query of {@code uri}, which may have the names that are {@code known}. */
    static Parameters of(String uri, List<String> known) throws UnfitException {
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            throw new UnfitException("The query is not well-formed.");
        }
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, List<String>> each : query.entrySet()) {
            if (!known.contains(each.getKey())) {
                throw new UnfitException("The query has a parameter that means nothing here (expected: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ").");
            }
            if (each.getValue().size() > 1) {
                throw new UnfitException(each.getKey() + ": given more than once (expected: once).");
            }
            values.put(each.getKey(), each.getValue().getFirst());
        }
        return new Parameters(values);
    }

    /** As it is given; null: it is not. */
    @Nullable String text(String name) {
        return values.get(name);
    }

    /** Whether {@code name} is {@code true}; false where it is not given. */
    boolean flag(String name) throws UnfitException {
        return switch (values.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UnfitException(name + " (expected: true or false).");
        };
    }

    /** A whole number from 1; null: it is not given. */
    @Nullable Long number(String name) throws UnfitException {
        String value = values.get(name);
        if (value != null && !NUMBER.matcher(value).matches()) {
            throw new UnfitException(name + " (expected: a whole number from 1).");
        }
        return value == null ? null : Long.valueOf(value);
    }

    /** A duration from a second to {@code most}, which is written {@code mostShown}; null: it is not given. */
    @Nullable Duration duration(String name, Duration most, String mostShown) throws UnfitException {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value);
        Duration duration = matcher.matches() ? duration(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
        if (duration == null || duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(most) > 0) {
            throw new UnfitException(name + " (expected: a duration such as 10m, within 1s.." + mostShown + ").");
        }
        return duration;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
