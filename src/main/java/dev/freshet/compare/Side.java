package dev.freshet.compare;

import java.util.Locale;

/** Which of the two is measured. Immutable. */
public enum Side {
    /** What is in front: Freshet, as a rule. */
    FRONT,
    /** The server that would answer without it. */
    ORIGIN;

    /** {@code front} or {@code origin}, as messages name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
