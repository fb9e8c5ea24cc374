package dev.freshet.compare.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: three digits that matter, a unit that fits, thousands apart. Thread-safe: stateless. */
public final class Figures {
    private static final int DIGITS = 3;
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final double WHOLE_FROM = 100;

    private Figures() {}

    /** A whole number: {@code 94,900}. */
    public static String count(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    /** A number of any size: {@code 94,900}, {@code 43.3}, {@code 0.019}. */
    public static String number(double number) {
        if (Math.abs(number) >= WHOLE_FROM) {
            return count(number);
        }
        String digits =
                BigDecimal.valueOf(number).round(new MathContext(DIGITS)).toPlainString();
        return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits;
    }

    /** A number with as many digits as it has, at most six behind the point: {@code 99.999}. */
    public static String exact(double number) {
        return String.format(Locale.ROOT, "%.6f", number).replaceAll("\\.?0+$", "");
    }

    /** A duration in microseconds: {@code 850 µs}, {@code 1.24 ms}, {@code 2.5 s}. */
    public static String micros(double micros) {
        if (micros < MICROS_PER_MILLI) {
            return number(micros) + " µs";
        }
        return micros < MICROS_PER_SECOND
                ? number(micros / MICROS_PER_MILLI) + " ms"
                : number(micros / MICROS_PER_SECOND) + " s";
    }

    /** Bytes per second in millions: {@code 104 MB/s}. */
    public static String bytesPerSecond(double bytesPerSecond) {
        return number(bytesPerSecond / 1_000_000) + " MB/s";
    }

    /** A share of one: {@code 83 %}. */
    public static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** A ratio as a sentence takes it: {@code 12}, {@code 2.4}, {@code 0.62}. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio >= 10 ? "%,.0f" : ratio >= 1 ? "%.1f" : "%.2f", ratio);
    }
}
