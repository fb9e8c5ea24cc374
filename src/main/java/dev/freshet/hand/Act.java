package dev.freshet.hand;

import dev.freshet.cache.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can be done to a resource by hand. Immutable, as every kind of it is. */
public sealed interface Act {
    /** Fetch it now, also where it is paused. Immutable. */
    record Refresh() implements Act {}

    /**
     * Let its ticks come to nothing; with a resource that is published in a group, those of the group. Immutable.
     *
     * @param time until it ends by itself; null: not before it is resumed
     */
    record Pause(@Nullable Duration time) implements Act {}

    /** End a pause, and fetch it now. Immutable. */
    record Resume() implements Act {}

    /**
     * Show clients a payload in the place of what refreshing publishes. Immutable.
     *
     * @param time until it ends by itself
     * @param force whether only size, media type and syntax are looked at
     */
    record Pin(Payload payload, Duration time, boolean force) implements Act {}

    /** The same with a version that is kept, or is published now. Immutable. */
    record PinVersion(long number, Duration time) implements Act {}

    /** Show clients the newest good one again. Immutable. */
    record Unpin() implements Act {}

    /**
     * Publish a payload of a resource whose source is whoever puts it. Immutable.
     *
     * @param ifMatch the entity tags of which one must be of the newest good version (RFC 9110 section 13.1.1); null: none
     *     need be
     */
    record Put(Payload payload, @Nullable String ifMatch) implements Act {}
}
