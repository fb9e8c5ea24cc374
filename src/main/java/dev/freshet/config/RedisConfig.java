package dev.freshet.config;

/**
 * A named Redis. Immutable.
 *
 * @param name its key in the configuration
 * @param uri in Lettuce's forms: redis, rediss, redis-sentinel; never printed whole, it may hold a password
 */
public record RedisConfig(String name, String uri) {

    /** Leaves the URI out: it may hold a password. */
    @Override
    public String toString() {
        return "RedisConfig[" + name + "]";
    }
}
