package dev.freshet.config;

import org.jspecify.annotations.Nullable;

/** One thing that is read from Redis, and how. Immutable, as every kind of it is. */
public sealed interface RedisRead {
    /** The key that is read. */
    String key();

    /** A string. Immutable. */
    record Text(String key) implements RedisRead {}

    /** A hash: an object, ordered by the names of its fields. Immutable. */
    record Hash(String key) implements RedisRead {}

    /**
     * A list: an array in its order. Immutable.
     *
     * @param range which of its elements
     * @param reverse the last element first; the range then counts from the end
     */
    record Sequence(String key, Range range, boolean reverse) implements RedisRead {}

    /** A set: an array ordered by the bytes of its members. Immutable. */
    record Members(String key) implements RedisRead {}

    /**
     * A sorted set: an array, the lowest score first. Immutable.
     *
     * @param range which of its members, by rank
     * @param reverse the highest score first; the range then counts from there
     * @param scores each member with its score, as an object
     */
    record Ranking(String key, Range range, boolean reverse, boolean scores) implements RedisRead {}

    /**
     * A document of RedisJSON. Immutable.
     *
     * @param path a JSONPath, which gives an array of what it finds, or a path that begins with a dot; null: all of it
     */
    record Document(String key, @Nullable String path) implements RedisRead {}

    /**
     * The newest entries of a stream, newest first: an array of objects. Immutable.
     *
     * @param count how many at most
     */
    record Entries(String key, int count) implements RedisRead {}

    /**
     * From the first to the last element, both included, counted from 0; from the end where below 0, -1 being the last.
     * Immutable.
     */
    record Range(int first, int last) {
        /** Every element. */
        public static final Range ALL = new Range(0, -1);
    }
}
