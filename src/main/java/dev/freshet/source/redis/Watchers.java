package dev.freshet.source.redis;

import dev.freshet.config.OnChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who wants to hear of which change of one Redis. Confined to the thread of the Redis. */
final class Watchers {
    private final List<Watcher> all = new ArrayList<>();
    private final Map<String, List<Watcher>> byPattern = new HashMap<>();
    private final Map<String, List<Watcher>> byChannel = new HashMap<>();
    private final Map<String, List<Watcher>> byKey = new HashMap<>();
    private final Map<String, List<Watcher>> byTrackedKey = new HashMap<>();

    /** One who watches; each is another, whatever it wants. Confined to the thread of the Redis. */
    static final class Watcher {
        private final Interest interest;
        private final Spacing spacing;

        private Watcher(Interest interest, Spacing spacing) {
            this.interest = interest;
            this.spacing = spacing;
        }
    }

    /** Has {@code spacing} told from now on. */
    void add(Interest interest, Spacing spacing) {
        Watcher watcher = new Watcher(interest, spacing);
        all.add(watcher);
        switch (interest.onChange()) {
            case null -> {}
            case OnChange.Message(String pattern, var _) -> put(byPattern, pattern, watcher);
            case OnChange.Channel(String name, var _) -> put(byChannel, name, watcher);
            case OnChange.Keyspace _ -> interest.keys().forEach(key -> put(byKey, key, watcher));
            case OnChange.Tracking _ -> interest.keys().forEach(key -> put(byTrackedKey, key, watcher));
        }
    }

    /** What must be subscribed to for all of them; empty: nothing. */
    Subscription subscription() {
        return new Subscription(
                Set.copyOf(byPattern.keySet()),
                Set.copyOf(byChannel.keySet()),
                Set.copyOf(byKey.keySet()),
                Set.copyOf(byTrackedKey.keySet()));
    }

    /** A message came on a channel of this pattern. Returns how many are told. */
    int message(String pattern) {
        return signal(byPattern.getOrDefault(pattern, List.of()));
    }

    /** A message came on the channel of this name. Returns how many are told. */
    int announced(String channel) {
        return signal(byChannel.getOrDefault(channel, List.of()));
    }

    /** Redis notified of a key. Returns how many are told. */
    int notified(String key) {
        return signal(byKey.getOrDefault(key, List.of()));
    }

    /** Redis invalidated these keys. Returns how many are told, each once. */
    int invalidated(Collection<String> keys) {
        Set<Watcher> told = new HashSet<>();
        keys.forEach(key -> told.addAll(byTrackedKey.getOrDefault(key, List.of())));
        return signal(told);
    }

    /** Redis invalidated everything. Returns how many are told. */
    int invalidatedAll() {
        return invalidated(byTrackedKey.keySet());
    }

    /**
     * {@code held} holds on one connection. Who is not among the {@code covered} may have missed something there before, so is
     * told and added. Returns how many are told.
     */
    int subscribed(Subscription held, Set<Watcher> covered) {
        return signal(all.stream()
                .filter(each -> held.covers(each.interest) && covered.add(each))
                .toList());
    }

    /** The connection came back: everything may have failed meanwhile. Returns how many are told. */
    int renewed() {
        return signal(all);
    }

    private static void put(Map<String, List<Watcher>> lists, String name, Watcher watcher) {
        lists.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(watcher);
    }

    private static int signal(Collection<Watcher> watchers) {
        watchers.forEach(each -> each.spacing.signal());
        return watchers.size();
    }
}
