package dev.freshet.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates such as {@code 20/s} and {@code 600/m}. Thread-safe: stateless. */
final class RateScalar {
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5}|1000000)/([sm])");
    private static final String BOUNDS = "1/m..1000000/s";
    private static final String EXPECTED = "a rate such as 20/s or 600/m";

    private RateScalar() {}

    /** Any rate but none. */
    static Scalar<Rate> rate() {
        return Scalar.text("rate", EXPECTED, BOUNDS, (text, _) -> {
            Matcher rate = RATE.matcher(text);
            if (!rate.matches()) {
                return new Parsed.Refused<>(EXPECTED);
            }
            Duration per = rate.group(2).equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
            return new Parsed.Value<>(new Rate(Integer.parseInt(rate.group(1)), per));
        });
    }
}
