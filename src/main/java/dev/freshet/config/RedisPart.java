package dev.freshet.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document made of what is in Redis, or a part of it. Immutable, as every kind of it is. */
public sealed interface RedisPart {
    /**
     * What one read gives. Immutable.
     *
     * @param as how its values become JSON
     * @param otherwise the JSON text that stands there where Redis has no value; null: the whole document fails
     */
    record Leaf(RedisRead read, Embedding as, @Nullable String otherwise) implements RedisPart {}

    /** A JSON text that is always the same. Immutable. */
    record Constant(String json) implements RedisPart {}

    /** An object, in the order of the configuration. Immutable. */
    record Fields(Map<String, RedisPart> parts) implements RedisPart {}

    /** An array. Immutable. */
    record Elements(List<RedisPart> parts) implements RedisPart {}

    /**
     * How the values of a read become JSON. Immutable.
     *
     * @param otherwise of every value that is not named
     * @param fields of the fields of a hash, or of the entries of a stream, by their names
     */
    record Embedding(As otherwise, Map<String, As> fields) {
        /** Every value as what it is. */
        public static final Embedding AUTO = new Embedding(As.AUTO, Map.of());

        /** How the value of the field of this name is embedded. */
        public As of(String field) {
            return fields.getOrDefault(field, otherwise);
        }
    }

    /** How one value becomes JSON. */
    enum As {
        /** As it is where it is a JSON text, else as a string. */
        AUTO,
        /** As it is; it must be a JSON text. */
        JSON,
        /** As a string, whatever it holds. */
        STRING,
        /** As it is; it must be a JSON number. */
        NUMBER,
        /** As a string of its bytes in base64 (RFC 4648, section 4). */
        BASE64
    }
}
