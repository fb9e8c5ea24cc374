package dev.freshet.config;

import java.nio.file.Path;

/** Where a payload comes from. Immutable. */
public sealed interface SourceConfig {

    /**
     * A GET at an upstream. Immutable.
     *
     * @param upstream a name under {@code upstreams}
     * @param path the request target there, with a query where wanted
     */
    record FromUpstream(String upstream, String path) implements SourceConfig {}

    /**
     * A string in Redis. Immutable.
     *
     * @param redis a name under {@code redis}
     * @param get the key
     */
    record FromRedis(String redis, String get) implements SourceConfig {}

    /**
     * A file. Immutable.
     *
     * @param file absolute, or resolved against the folder of the configuration
     */
    record FromFile(Path file) implements SourceConfig {}
}
