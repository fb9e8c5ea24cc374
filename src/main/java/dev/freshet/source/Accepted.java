package dev.freshet.source;

/** What a source says to a good payload of its own. Immutable, as every kind of it is. */
public sealed interface Accepted {
    /**
     * It may be published. Immutable.
     *
     * @param validators to be handed to the next fetch
     */
    record Agreed(Validators validators) implements Accepted {}

    /**
     * It must not be published; this came instead, and is not asked about again. Immutable.
     *
     * @param fetched to be judged like any other
     */
    record Instead(Fetched fetched) implements Accepted {}
}
