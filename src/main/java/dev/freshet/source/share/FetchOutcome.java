package dev.freshet.source.share;

import java.util.Locale;

/** How one fetch of a resource that a fleet shares went. The lower-case name is the label in metrics. Immutable. */
enum FetchOutcome {
    /** This node asked the source for all. */
    LED,
    /** The payload of another node was new here. */
    TAKEN,
    /** Another node found at the source what this one has. */
    CONFIRMED,
    /** No node has asked since. */
    NOTHING,
    /** The lease went to another node before what this one brought could be published. */
    LOST,
    /** Redis did not answer, or nobody published for long, so this node asked the source for itself. */
    ALONE;

    /** The label in metrics, such as {@code led}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
