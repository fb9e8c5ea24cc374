package dev.freshet.server.strict;

import java.nio.charset.StandardCharsets;

/** The classes of octets that RFC 9110 section 5 and RFC 9112 section 3 tell apart. Immutable: pure functions only. */
public final class Octets {
    private static final boolean[] TOKEN =
            table("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private Octets() {}

    /** Whether a token, such as a method or the name of a field, may have it (RFC 9110 section 5.6.2). */
    public static boolean isToken(int octet) {
        return octet >= 0 && octet < TOKEN.length && TOKEN[octet];
    }

    /** Whether the value of a field may have it, at its ends too where it is no blank (RFC 9110 section 5.5). */
    public static boolean isFieldValue(int octet) {
        return octet >= ' ' ? octet != 0x7f : octet == '\t';
    }

    /** Whether it is a space or a tab (RFC 9110 section 5.6.3). */
    public static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * Whether a request target may have it: visible ASCII without {@code #}, which begins a fragment. What RFC 3986 wants
     * percent-encoded beside is let through as it is, since browsers send some of it raw.
     */
    public static boolean isTarget(int octet) {
        return octet > ' ' && octet < 0x7f && octet != '#';
    }

    private static boolean[] table(String members) {
        boolean[] table = new boolean[128];
        for (byte each : members.getBytes(StandardCharsets.US_ASCII)) {
            table[each] = true;
        }
        return table;
    }
}
