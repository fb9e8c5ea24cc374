package dev.freshet.source.redis;

import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server sends keyspace notifications at all; by default none does. Confined to the thread of the Redis.
 */
final class KeyspaceEvents {
    private static final Logger log = LoggerFactory.getLogger(KeyspaceEvents.class);
    private static final String SETTING = "notify-keyspace-events";
    private static final String CHANNELS_BY_KEY = "K";
    /** All of them, or at least one class of commands. */
    private static final String CLASSES = ".*[Ag$lshzxetd].*";

    private final String name;
    private boolean warned;

    /** {@code name}: for the log. */
    KeyspaceEvents(String name) {
        this.name = name;
    }

    /** Asks, and warns once where they are off. A server that does not let itself be asked is trusted. */
    void check(RedisPubSubAsyncCommands<byte[], byte[]> commands) {
        CompletionStage<Map<String, String>> asked = commands.configGet(SETTING);
        var _ = asked.thenAccept(settings -> judge(settings.getOrDefault(SETTING, "")));
    }

    private void judge(String flags) {
        boolean on = flags.contains(CHANNELS_BY_KEY) && flags.matches(CLASSES);
        if (!on && !warned) {
            log.warn(
                    "redis {} sends no keyspace notifications: its {} is \"{}\" (expected: KA); the interval alone refreshes what has on-change: keyspace",
                    name,
                    SETTING,
                    flags);
        }
        warned = !on;
    }
}
