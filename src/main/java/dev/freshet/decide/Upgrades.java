package dev.freshet.decide;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clients ask to switch to (RFC 9110 section 7.8). Whatever it is, it is tunnelled unread, so it must not be HTTP again,
 * whose requests nobody would judge, nor TLS, which ends here. Immutable: pure functions only.
 */
public final class Upgrades {
    private static final Set<String> NEVER = Set.of("h2", "h2c", "http", "https", "tls");

    private Upgrades() {}

    /** The value of Upgrade for the upstream; null: Connection does not name it, or nothing is left that may be tunnelled. */
    public static @Nullable String forwarded(@Nullable String connection, @Nullable String upgrade) {
        if (connection == null || upgrade == null || !names(connection, "upgrade")) {
            return null;
        }
        String protocols = Arrays.stream(upgrade.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !NEVER.contains(name(each)))
                .collect(Collectors.joining(", "));
        return protocols.isEmpty() ? null : protocols;
    }

    private static boolean names(String options, String option) {
        return Arrays.stream(options.split(",", -1))
                .anyMatch(each -> each.strip().equalsIgnoreCase(option));
    }

    /** Without the version. */
    private static String name(String protocol) {
        int slash = protocol.indexOf('/');
        return (slash < 0 ? protocol : protocol.substring(0, slash)).strip().toLowerCase(Locale.ROOT);
    }
}
