package dev.freshet.cache;

import java.util.Locale;

/**
 * What stored responses are found by: the target URI (RFC 9111 section 2). The method is no part of it, for only responses to
 * GET are stored. One key may hold several responses, told apart by their {@link Variant}. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority lower case, without the scheme's default port
 * @param target in origin-form, percent-encoding as sent: path, and query where there is one
 */
public record StoredKey(String scheme, String authority, String target) {
    /** The key of a target URI; the scheme and the host match in any case (RFC 9110 section 4.2.3). */
    public static StoredKey of(String scheme, String authority, String target) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        String host = authority.toLowerCase(Locale.ROOT);
        String defaultPort = lower.equals("https") ? ":443" : ":80";
        String port =
                host.endsWith(":") ? ":" : defaultPort; // an empty port is the default one (RFC 3986 section 6.2.3)
        boolean named = host.endsWith(port);
        return new StoredKey(lower, named ? host.substring(0, host.length() - port.length()) : host, target);
    }

    /** The target URI itself, such as {@code https://a.example/b?c}. */
    public String uri() {
        return scheme + "://" + authority + target;
    }

    /** Whether {@code other} has the same scheme, host and port (RFC 9110 section 4.3.1). */
    public boolean sameOrigin(StoredKey other) {
        return scheme.equals(other.scheme) && authority.equals(other.authority);
    }
}
