package dev.freshet.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of a hundred, such as {@code 50%}. Thread-safe: stateless. */
final class PercentScalar {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})%");

    private PercentScalar() {}

    /** Whole percents from {@code least} to {@code most}. */
    static Scalar<Integer> between(int least, int most) {
        String bounds = least + "%.." + most + "%";
        String expected = "a percentage such as 50%, within " + bounds;
        return Scalar.text("percentage", expected, bounds, (text, _) -> {
            Matcher percent = PERCENT.matcher(text);
            if (!percent.matches()) {
                return new Parsed.Refused<>(expected);
            }
            int value = Integer.parseInt(percent.group(1));
            return value >= least && value <= most ? new Parsed.Value<>(value) : new Parsed.Refused<>(bounds);
        });
    }
}
