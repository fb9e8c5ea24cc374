package dev.freshet.source.redis;

import dev.freshet.config.OnChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a connection subscribes to. Immutable.
 *
 * @param patterns of channels
 * @param channels by their names
 * @param keys whose notifications are wanted
 * @param trackedKeys whose invalidations are wanted
 */
record Subscription(Set<String> patterns, Set<String> channels, Set<String> keys, Set<String> trackedKeys) {
    /** To nothing. */
    static final Subscription NONE = new Subscription(Set.of(), Set.of(), Set.of(), Set.of());

    /** Whether there is nothing to subscribe to. */
    boolean isEmpty() {
        return equals(NONE);
    }

    /** Whether it brings everything that {@code interest} is about. */
    boolean covers(Interest interest) {
        return switch (interest.onChange()) {
            case null -> false;
            case OnChange.Message message -> patterns.contains(message.pattern());
            case OnChange.Channel channel -> channels.contains(channel.name());
            case OnChange.Keyspace _ -> keys.containsAll(interest.keys());
            case OnChange.Tracking _ -> trackedKeys.containsAll(interest.keys());
        };
    }

    /**
     * The prefixes that together cover the tracked keys, of which no one begins with another: Redis refuses such. What else
     * begins with them is heard as well, and ignored.
     */
    List<String> prefixes() {
        List<String> prefixes = new ArrayList<>();
        for (String key : trackedKeys.stream().sorted().toList()) {
            if (prefixes.isEmpty() || !key.startsWith(prefixes.getLast())) {
                prefixes.add(key);
            }
        }
        return prefixes;
    }

    Subscription withPatterns(Set<String> others) {
        return new Subscription(others, channels, keys, trackedKeys);
    }

    Subscription withChannels(Set<String> others) {
        return new Subscription(patterns, others, keys, trackedKeys);
    }

    Subscription withKeys(Set<String> others) {
        return new Subscription(patterns, channels, others, trackedKeys);
    }

    Subscription withTrackedKeys(Set<String> others) {
        return new Subscription(patterns, channels, keys, others);
    }
}
