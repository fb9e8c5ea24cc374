package dev.freshet.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may act: the bearer of a token (RFC 6750) where there are any, else whoever is on this machine. A page in an
 * operator's browser is neither, for it may be anybody's. Immutable.
 */
final class Access {
    private static final String NO_TOKEN = "-";
    private static final String SCHEME = "Bearer ";

    private final Map<String, byte[]> digests = new HashMap<>();

    /** {@code tokens}: the SHA-256 of each in hexadecimal, by name. */
    Access(Map<String, String> tokens) {
        tokens.forEach((name, digest) -> digests.put(name, HexFormat.of().parseHex(digest)));
    }

    /** Whether the request that begins with {@code head}, from the client at {@code from}, may act. */
    Admission of(HttpRequest head, InetSocketAddress from) {
        if (head.headers().contains(HttpHeaderNames.ORIGIN)) {
            return denied("Nothing is changed on the word of a web page.");
        }
        if (digests.isEmpty()) {
            return from.getAddress().isLoopbackAddress()
                    ? new Admission.Granted(NO_TOKEN)
                    : denied("Without admin.tokens only a client on a loopback address may act.");
        }
        List<String> given = head.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (given.size() != 1 || !given.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return unauthorized("To act takes a token (expected: Authorization: Bearer TOKEN).", "");
        }
        String name = nameOf(given.getFirst().substring(SCHEME.length()).strip());
        return name == null
                ? unauthorized("The token is none of admin.tokens.", ", error=\"invalid_token\"")
                : new Admission.Granted(name);
    }

    /** Takes as long whatever the token is: digests are compared, each to its end, and each of them. */
    private @Nullable String nameOf(String token) {
        byte[] digest = sha256(token);
        String found = null;
        for (Map.Entry<String, byte[]> each : digests.entrySet()) {
            if (MessageDigest.isEqual(digest, each.getValue())) {
                found = each.getKey();
            }
        }
        return found;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Admission denied(String detail) {
        return new Admission.Denied(Reply.problem(HttpResponseStatus.FORBIDDEN, detail));
    }

    private static Admission unauthorized(String detail, String more) {
        return new Admission.Denied(Reply.problem(HttpResponseStatus.UNAUTHORIZED, detail)
                .with(HttpHeaderNames.WWW_AUTHENTICATE.toString(), "Bearer realm=\"freshet\"" + more));
    }
}
