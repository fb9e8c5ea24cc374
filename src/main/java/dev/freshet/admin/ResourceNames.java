package dev.freshet.admin;

import dev.freshet.cache.ResourceKey;
import dev.freshet.hand.Hand;
import dev.freshet.hand.ResourceView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resource that a path and perhaps a host name. What lies behind the verb is the path as clients ask for it, not
 * decoded. Immutable; the hand is thread-safe.
 */
final class ResourceNames {
    private final Hand hand;

    ResourceNames(Hand hand) {
        this.hand = hand;
    }

    /** What a name leads to. Immutable, as every kind of it is. */
    sealed interface Named {
        /** One resource. Immutable. */
        record One(ResourceKey key) implements Named {}

        /** None. Immutable. */
        record None() implements Named {}

        /** Several, of these hosts. Immutable. */
        record Several(List<String> hosts) implements Named {}
    }

    /** The resource of {@code host} (null: of any, or of the only one there is) with {@code path}. */
    Named find(@Nullable String host, String path) {
        String wanted = host == null ? null : host.toLowerCase(Locale.ROOT);
        for (boolean pinned : new boolean[] {true, false}) {
            ResourceKey key = new ResourceKey(wanted, path, pinned);
            if (hand.endpoint(key) != null) {
                return new Named.One(key);
            }
        }
        List<ResourceKey> alike = host != null
                ? List.of()
                : hand.resources().stream()
                        .map(ResourceView::key)
                        .filter(each -> each.path().equals(path))
                        .toList();
        return switch (alike.size()) {
            case 0 -> new Named.None();
            case 1 -> new Named.One(alike.getFirst());
            default ->
                new Named.Several(
                        alike.stream().map(each -> String.valueOf(each.host())).toList());
        };
    }
}
