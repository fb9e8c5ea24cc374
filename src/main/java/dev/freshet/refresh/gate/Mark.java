package dev.freshet.refresh.gate;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How new a payload says it is, by a value in it. Immutable, as every kind of it is. */
public sealed interface Mark {
    /** A timestamp of RFC 3339. Immutable. */
    record Time(Instant instant) implements Mark {}

    /** A number, such as a sequence or seconds since some moment. Immutable. */
    record Count(BigDecimal value) implements Mark {}

    /** A string of JSON as a timestamp; null: it is none. */
    static @Nullable Mark ofString(String text) {
        Instant instant = Rfc3339.instant(text);
        return instant == null ? null : new Time(instant);
    }

    /** A number of JSON; null: its exponent is beyond all reason. */
    static @Nullable Mark ofNumber(String text) {
        try {
            return new Count(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException _) {
            return null;
        }
    }

    /** Whether this one lies before {@code other}; null: they cannot be compared. */
    default @Nullable Boolean isBefore(Mark other) {
        return switch (this) {
            case Time(Instant mine) -> other instanceof Time(Instant theirs) ? mine.isBefore(theirs) : null;
            case Count(BigDecimal mine) ->
                other instanceof Count(BigDecimal theirs) ? mine.compareTo(theirs) < 0 : null;
        };
    }

    /** For messages. */
    default String shown() {
        return switch (this) {
            case Time(Instant instant) -> instant.toString();
            case Count(BigDecimal value) -> value.toString();
        };
    }
}
