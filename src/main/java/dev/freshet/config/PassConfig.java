package dev.freshet.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where what is no endpoint goes. Immutable.
 *
 * @param rules at least one, none of them in vain; the first that matches a request is the one that counts
 */
public record PassConfig(List<Rule> rules) {
    /** Copies the list. */
    public PassConfig {
        rules = List.copyOf(rules);
    }

    /** Everything to one upstream. */
    public PassConfig(String upstream) {
        this(List.of(new Rule(null, null, Set.of(), upstream)));
    }

    /**
     * Which requests go to an upstream. Immutable.
     *
     * @param host lower case, without port; null: any
     * @param path {@code /}, or a prefix that ends with a segment: percent-encoded only where it must be, in capitals, without
     *     empty or dot segments; null: any path, and {@code *}
     * @param methods empty: any; GET stands for HEAD too
     * @param upstream a name under {@code upstreams}
     * @param autoHot when what it passes is refreshed; null: never
     */
    public record Rule(
            @Nullable String host,
            @Nullable String path,
            Set<String> methods,
            String upstream,
            @Nullable AutoHotConfig autoHot) {
        /** Copies the set. */
        public Rule {
            methods = Set.copyOf(methods);
        }

        /** Of which nothing is refreshed. */
        public Rule(@Nullable String host, @Nullable String path, Set<String> methods, String upstream) {
            this(host, path, methods, upstream, null);
        }

        /** Whether every host and path of {@code other} is this one's too. */
        boolean coversPlaceOf(Rule other) {
            boolean anyHost = host == null || host.equals(other.host);
            return anyHost && (path == null || (other.path != null && isUnder(other.path, path)));
        }

        private static boolean isUnder(String path, String prefix) {
            return prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }
}
