package dev.freshet.source;

/**
 * What a fleet of Freshets knows a payload by. Both grow with time, for all nodes together. Immutable.
 *
 * @param version names the bytes: two nodes with the same one hold the same payload; below 0: of this node alone; 0: unknown
 * @param asOf when the source is known to have held them: what has a lower one may be older, and never replaces it
 */
public record Stamp(long version, long asOf) {
    /** Nothing is known. */
    public static final Stamp NONE = new Stamp(0, 0);
}
