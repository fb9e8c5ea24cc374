package dev.freshet.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts of requests, and origins of the pages that send them. Thread-safe: stateless. */
final class HostScalar {
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]*");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?");
    private static final int LONGEST_NAME = 253;
    private static final int LAST_PORT = 65_535;

    private HostScalar() {}

    /** A name or an IPv4 address, which becomes lower case. */
    static Scalar<String> host() {
        String expected = "a host without port such as api.example.org";
        return Scalar.text(
                "host",
                expected,
                "",
                (text, _) -> isHost(text)
                        ? new Parsed.Value<>(text.toLowerCase(Locale.ROOT))
                        : new Parsed.Refused<>(expected));
    }

    /** A serialized origin (Fetch standard): as browsers send it, or it would match nothing. */
    static Scalar<String> origin() {
        String expected = "an origin as browsers send it: scheme://host[:port], lower case, no default port, no path";
        return Scalar.text(
                "origin",
                expected,
                "scheme://host[:port]",
                (text, _) -> isOrigin(text) ? new Parsed.Value<>(text) : new Parsed.Refused<>(expected));
    }

    static boolean isHost(String text) {
        return NUMERIC.matcher(text).matches()
                ? IPV4.matcher(text).matches()
                : text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    private static boolean isOrigin(String text) {
        Matcher origin = ORIGIN.matcher(text);
        if (!origin.matches()) {
            return false;
        }
        String host = origin.group(2);
        String port = origin.group(3);
        return (host.startsWith("[") || isHost(host))
                && (port == null || (Integer.parseInt(port) <= LAST_PORT && !isDefault(origin.group(1), port)));
    }

    private static boolean isDefault(String scheme, String port) {
        return (scheme.equals("https") && port.equals("443")) || (scheme.equals("http") && port.equals("80"));
    }
}
