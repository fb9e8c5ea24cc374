package dev.freshet.compare;

/** Which of the two is measured. Immutable. */
public enum Side {
    /** What is in front: Freshet, as a rule. */
    FRONT,
    /** The server that would answer without it. */
    ORIGIN
}
