package dev.freshet.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
     * What is in Redis. Immutable.
     *
     * @param redis a name under {@code redis}
     * @param content what makes up the payload; a {@link RedisRead.Text} alone is the payload as it stands
     * @param versionKey of a string that changes with the content; null: the content is read each time
     * @param contentTypeKey of a string that holds the media type of the payload; null: the endpoint's
     * @param onChange what begins a refresh beside the interval; null: nothing
     */
    record FromRedis(
            String redis,
            RedisPart content,
            @Nullable String versionKey,
            @Nullable String contentTypeKey,
            @Nullable OnChange onChange)
            implements SourceConfig {

        /** The string under {@code key}, as it stands. */
        public static FromRedis get(String redis, String key) {
            RedisPart.Leaf content = new RedisPart.Leaf(new RedisRead.Text(key), RedisPart.Embedding.AUTO, null);
            return new FromRedis(redis, content, null, null, null);
        }
    }

    /**
     * A file. Immutable.
     *
     * @param file absolute, or resolved against the folder of the configuration
     */
    record FromFile(Path file) implements SourceConfig {}

    /** Whoever puts it on the admin listener. Immutable. */
    record FromPush() implements SourceConfig {}
}
