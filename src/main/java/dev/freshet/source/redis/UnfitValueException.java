package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;

/** No document can be made of what Redis holds: a value is missing, or is not what the configuration says. Immutable. */
public final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MOST_SHOWN = 80;

    private final Reason reason;
    private final String place;
    private final String problem;

    private UnfitValueException(Reason reason, String place, String problem) {
        super(place + ": " + problem, null, false, false);
        this.reason = reason;
        this.place = place;
        this.problem = problem;
    }

    /** There is no value under {@code key}, and {@code what} there is instead. */
    public static UnfitValueException missing(String key, String what) {
        return new UnfitValueException(Reason.MISSING, "key " + key, what);
    }

    /** {@code value}, which stands at {@code place}, breaks the rule {@code expected}. */
    public static UnfitValueException unfit(String place, String value, String expected) {
        return unfit(value, expected).in(place);
    }

    /** {@code value} breaks the rule {@code expected}. */
    static UnfitValueException unfit(String value, String expected) {
        return new UnfitValueException(Reason.VALUE, "", shown(value) + " (expected: " + expected + ")");
    }

    /** The same, found in {@code outer}, such as {@code field votes}. */
    UnfitValueException in(String outer) {
        String named = shown(outer);
        return new UnfitValueException(reason, place.isEmpty() ? named : named + ", " + place, problem);
    }

    /** As a fetch reports it. */
    public Fault fault() {
        return new Fault(reason, place + ": " + problem);
    }

    private static String shown(String value) {
        String line = value.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        int length = line.codePointCount(0, line.length());
        return length <= MOST_SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, MOST_SHOWN)) + "...";
    }
}
