package dev.freshet.cache;

import java.util.Arrays;
import java.util.Locale;

/** What an operator wants to be forgotten. Immutable, as every kind of it is. */
public sealed interface PurgeScope {
    /** One target URI, in all its variants. Immutable. */
    record Url(StoredKey key) implements PurgeScope {
        @Override
        public boolean covers(StoredKey other, StoredResponse response) {
            return key.equals(other);
        }

        @Override
        public boolean mayCover(StoredKey other) {
            return key.equals(other);
        }

        @Override
        public boolean covers(ResourceKey resource) {
            return resource.path().equals(path(key)) && isAt(resource, key);
        }
    }

    /** Every target URI that begins like this one. Immutable. */
    record Prefix(StoredKey key) implements PurgeScope {
        @Override
        public boolean covers(StoredKey other, StoredResponse response) {
            return mayCover(other);
        }

        @Override
        public boolean mayCover(StoredKey other) {
            return key.sameOrigin(other) && other.target().startsWith(key.target());
        }

        @Override
        public boolean covers(ResourceKey resource) {
            return resource.path().startsWith(key.target()) && isAt(resource, key);
        }
    }

    /** Every response that its origin gave this tag, in Surrogate-Key or Cache-Tag; a resource has none. Immutable. */
    record Tag(String tag) implements PurgeScope {
        @Override
        public boolean covers(StoredKey other, StoredResponse response) {
            return response.head().fields().getAll("surrogate-key").stream().anyMatch(each -> isIn(each, "\\s+"))
                    || response.head().fields().getAll("cache-tag").stream().anyMatch(each -> isIn(each, "\\s*,\\s*"));
        }

        @Override
        public boolean mayCover(StoredKey other) {
            return true;
        }

        @Override
        public boolean covers(ResourceKey resource) {
            return false;
        }

        private boolean isIn(String list, String separator) {
            return Arrays.asList(list.strip().split(separator, -1)).contains(tag);
        }
    }

    /** Whether {@code response}, stored under {@code key}, is meant. */
    boolean covers(StoredKey key, StoredResponse response);

    /** Whether a response under {@code key}, whatever it is, may be meant. */
    boolean mayCover(StoredKey key);

    /** Whether {@code resource} is meant. */
    boolean covers(ResourceKey resource);

    private static String path(StoredKey key) {
        return key.target().split("\\?", 2)[0];
    }

    private static boolean isAt(ResourceKey resource, StoredKey key) {
        String host = key.authority().replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return resource.host() == null || resource.host().equals(host);
    }
}
