package dev.freshet.config;

import java.time.Duration;

/** What tells that something in Redis has changed. Immutable, as every kind of it is. */
public sealed interface OnChange {
    /** The shortest time from one refresh that a change began to the next. */
    Duration min();

    /**
     * Somebody publishes a message, whatever it says. Immutable.
     *
     * @param pattern of the channels, as PSUBSCRIBE takes it
     */
    record Message(String pattern, Duration min) implements OnChange {}

    /**
     * Somebody publishes a message on one channel. Immutable.
     *
     * @param name as SUBSCRIBE takes it
     */
    record Channel(String name, Duration min) implements OnChange {}

    /** Redis's notifications about the keys that are read; the server must be told to send them. Immutable. */
    record Keyspace(Duration min) implements OnChange {}

    /** Invalidations of the keys that are read (CLIENT TRACKING); needs RESP3, so Redis 6 or later. Immutable. */
    record Tracking(Duration min) implements OnChange {}
}
