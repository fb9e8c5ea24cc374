package dev.freshet.config;

/**
 * A named Redis. Immutable.
 *
 * @param name its key in the configuration
 * @param uri in Lettuce's forms: redis, rediss, redis-sentinel; never printed whole, it may hold a password
 * @param cluster whether the uri names nodes of a Redis Cluster, of which each knows the others
 */
public record RedisConfig(String name, String uri, boolean cluster) {
    /** One server, or what Sentinel names. */
    public RedisConfig(String name, String uri) {
        this(name, uri, false);
    }

    /** Leaves the URI out: it may hold a password. */
    @Override
    public String toString() {
        return "RedisConfig[" + name + "]";
    }
}
