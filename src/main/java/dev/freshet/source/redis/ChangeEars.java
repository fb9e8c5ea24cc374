package dev.freshet.source.redis;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hears what a subscribed connection is told, and tells the watchers. Chosen over Lettuce's front end for client-side
 * caching, which may put an old value into its cache after the invalidation. Confined to the thread of the Redis.
 */
final class ChangeEars extends RedisPubSubAdapter<byte[], byte[]> implements PushListener {
    private static final String INVALIDATION = "invalidate";

    private final Watchers watchers;
    private final ChangeCounts counts;
    private final String keyspacePrefix;

    /** {@code database}: the one whose keys are watched. */
    ChangeEars(Watchers watchers, ChangeCounts counts, int database) {
        this.watchers = watchers;
        this.counts = counts;
        this.keyspacePrefix = keyspacePrefix(database);
    }

    /** The channel on which Redis notifies of {@code key}. */
    static String channel(int database, String key) {
        return keyspacePrefix(database) + key;
    }

    /** A keyspace notification, or a message on a channel that is subscribed to by its name. */
    @Override
    public void message(byte[] channel, byte[] message) {
        String name = text(channel);
        if (name.startsWith(keyspacePrefix)) {
            ChangeCounts.count(counts.notifications(), watchers.notified(name.substring(keyspacePrefix.length())));
        } else {
            ChangeCounts.count(counts.messages(), watchers.announced(name));
        }
    }

    @Override
    public void message(byte[] pattern, byte[] channel, byte[] message) {
        ChangeCounts.count(counts.messages(), watchers.message(text(pattern)));
    }

    /** Of the pushes of RESP3 only invalidations are looked at: their keys, or null after FLUSHALL and the like. */
    @Override
    public void onPushMessage(PushMessage message) {
        if (!INVALIDATION.equals(message.getType())) {
            return;
        }
        List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
        if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
            List<String> changed = keys.stream().map(String::valueOf).toList();
            ChangeCounts.count(counts.invalidations(), watchers.invalidated(changed));
        } else {
            ChangeCounts.count(counts.invalidations(), watchers.invalidatedAll());
        }
    }

    private static String keyspacePrefix(int database) {
        return "__keyspace@" + database + "__:";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
