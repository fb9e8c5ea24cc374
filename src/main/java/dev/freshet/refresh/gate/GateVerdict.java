package dev.freshet.refresh.gate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the gate says of a payload. Immutable, as every kind of it is. */
public sealed interface GateVerdict {
    /**
     * It may be published. Immutable.
     *
     * @param mark what the next payload must not be older than; null: nothing is compared
     */
    record Accepted(@Nullable Mark mark) implements GateVerdict {}

    /**
     * It must not be published. Immutable.
     *
     * @param reason the class of its defect
     * @param detail for the log, one line, such as {@code line 3, column 17: Unexpected character ('}' (code 125))} or
     *     {@code /results/0/votes: missing}
     */
    record Refused(Reason reason, String detail) implements GateVerdict {}

    /** Why a payload is refused. The lower-case name with hyphens is the label in metrics, logs and Cache-Status. */
    enum Reason {
        /** Larger than {@code gate.max-size}. */
        TOO_LARGE,
        /** Smaller than {@code gate.min-size}. */
        TOO_SMALL,
        /** The media type cannot stand in a header field. */
        MEDIA_TYPE,
        /** Not the one well-formed JSON text that its media type promises. */
        JSON,
        /** A member named by {@code gate.required} is not there. */
        REQUIRED,
        /** What {@code gate.not-older} names has gone back, or cannot be compared. */
        OLDER,
        /** Smaller by more than {@code gate.max-shrink} than what is published. */
        SHRUNK,
        /** Not valid by {@code gate.schema}. */
        SCHEMA;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The label in metrics, logs and Cache-Status, such as {@code too-large}. */
        public String label() {
            return label;
        }
    }
}
