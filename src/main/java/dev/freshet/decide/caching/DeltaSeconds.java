package dev.freshet.decide.caching;

/** A number of seconds (RFC 9111 section 1.2.2). Immutable: pure functions only. */
final class DeltaSeconds {
    /** Not there. */
    static final long ABSENT = -1;
    /** There, but no number of seconds. */
    static final long INVALID = -2;
    /** What stands for everything larger. */
    static final long LARGEST = 1L << 31;

    private static final int LARGEST_DIGITS = 10;

    private DeltaSeconds() {}

    /** The number, at most {@link #LARGEST}; {@link #INVALID} where {@code text} is anything but digits. */
    static long parse(String text) {
        if (text.isEmpty() || !text.chars().allMatch(each -> each >= '0' && each <= '9')) {
            return INVALID;
        }
        int leading = 0;
        while (leading < text.length() - 1 && text.charAt(leading) == '0') {
            leading++;
        }
        String digits = text.substring(leading);
        return digits.length() > LARGEST_DIGITS ? LARGEST : Math.min(Long.parseLong(digits), LARGEST);
    }
}
