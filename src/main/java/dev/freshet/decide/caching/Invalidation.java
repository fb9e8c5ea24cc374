package dev.freshet.decide.caching;

import dev.freshet.cache.StoredKey;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stored responses an answer makes invalid (RFC 9111 section 4.4). Immutable: pure functions only. */
public final class Invalidation {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private Invalidation() {}

    /**
     * The keys under which everything is invalid after {@code status} has been answered to {@code method} at {@code target}: none
     * after a safe method or an error; else the target, and what Location and Content-Location name of the same origin. A method
     * that is not known counts as unsafe.
     */
    public static List<StoredKey> keys(String method, StoredKey target, int status, Fields response) {
        if (SAFE.contains(method) || status < 200 || status > 399) {
            return List.of();
        }
        Set<StoredKey> keys = new LinkedHashSet<>();
        keys.add(target);
        addOfSameOrigin(keys, target, response.field(HttpHeaderNames.LOCATION));
        addOfSameOrigin(keys, target, response.field(HttpHeaderNames.CONTENT_LOCATION));
        return List.copyOf(keys);
    }

    private static void addOfSameOrigin(Set<StoredKey> keys, StoredKey target, @Nullable String reference) {
        StoredKey named = reference == null ? null : resolved(target, reference);
        if (named != null && named.sameOrigin(target)) {
            keys.add(named);
        }
    }

    /** The URI of {@code reference} as seen from {@code target} (RFC 3986 section 5); null where it is none of HTTP's. */
    private static @Nullable StoredKey resolved(StoredKey target, String reference) {
        try {
            URI uri = new URI(reference);
            uri = uri.isAbsolute() ? uri : resolvedRelative(target, uri);
            if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                return null;
            }
            String resolvedPath = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return StoredKey.of(uri.getScheme(), uri.getRawAuthority(), resolvedPath + query);
        } catch (URISyntaxException notOne) {
            return null;
        }
    }

    private static URI resolvedRelative(StoredKey target, URI reference) throws URISyntaxException {
        String path = target.target().split("\\?", 2)[0];
        URI base = new URI(target.scheme() + "://" + target.authority() + path);
        return reference.toString().startsWith("?") ? new URI(base.toString() + reference) : base.resolve(reference);
    }
}
