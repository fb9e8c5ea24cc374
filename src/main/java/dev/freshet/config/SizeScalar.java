package dev.freshet.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code 1GiB}, in bytes. Thread-safe: stateless. */
final class SizeScalar {
    private static final String FORM = "a size such as 512B, 64KiB, 1MiB or 1GiB";
    private static final Pattern SIZE = Pattern.compile("([0-9]+)(B|KiB|MiB|GiB)");
    private static final Pattern BARE = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 9;

    private SizeScalar() {}

    /** A size from {@code least} to {@code most}, both written as in the file. */
    static Scalar<Long> between(String least, String most) {
        long from = parse(least);
        long to = parse(most);
        String bounds = least + ".." + most;
        return Scalar.text("size", FORM + ", within " + bounds, bounds, (text, _) -> {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                return new Parsed.Refused<>(FORM + ", within " + bounds);
            }
            boolean fits = size.group(1).length() <= MOST_DIGITS && parse(text) >= from && parse(text) <= to;
            return fits ? new Parsed.Value<>(parse(text)) : new Parsed.Refused<>(bounds);
        });
    }

    /** The same, where a number without a unit means bytes. */
    static Scalar<Long> orBytes(String least, String most) {
        Scalar<Long> sized = between(least, most);
        return new Scalar<>(
                "size or number of bytes",
                sized.expected(),
                sized.bounds(),
                Scalar.Kind.EITHER,
                (text, reading) -> sized.rule().parse(BARE.matcher(text).matches() ? text + "B" : text, reading));
    }

    private static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "B" -> amount;
            case "KiB" -> amount << 10;
            case "MiB" -> amount << 20;
            default -> amount << 30;
        };
    }
}
