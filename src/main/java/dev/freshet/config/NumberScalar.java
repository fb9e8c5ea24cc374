package dev.freshet.config;

import java.util.regex.Pattern;

/** Whole numbers. Thread-safe: stateless. */
final class NumberScalar {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private NumberScalar() {}

    /** A number from {@code least} to {@code most}. */
    static Scalar<Integer> between(int least, int most) {
        String bounds = least + ".." + most;
        String expected = "a whole number within " + bounds;
        return new Scalar<>("number", expected, bounds, Scalar.Kind.PLAIN, (text, _) -> {
            boolean fits =
                    NUMBER.matcher(text).matches() && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
            return fits ? new Parsed.Value<>(Integer.valueOf(text)) : new Parsed.Refused<>(expected);
        });
    }
}
