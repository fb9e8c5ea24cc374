package dev.freshet.refresh;

import java.util.Locale;

/** What the gate says of a payload. Immutable. */
sealed interface GateVerdict {
    /** It may be published. Immutable. */
    record Accepted() implements GateVerdict {}

    /**
     * It must not be published. Immutable.
     *
     * @param reason the class of its defect
     * @param detail for the log, one line, such as {@code line 3, column 17: Unexpected character ('}' (code 125))}
     */
    record Refused(Reason reason, String detail) implements GateVerdict {}

    /** Why a payload is refused. The lower-case name with hyphens is the label in metrics and logs. */
    enum Reason {
        /** Larger than {@code gate.max-size}. */
        TOO_LARGE,
        /** The media type cannot stand in a header field. */
        MEDIA_TYPE,
        /** Not the one well-formed JSON text that its media type promises. */
        JSON;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The label in metrics and logs, such as {@code too-large}. */
        String label() {
            return label;
        }
    }
}
