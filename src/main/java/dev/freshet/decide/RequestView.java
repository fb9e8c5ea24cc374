package dev.freshet.decide;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a request, whichever protocol brought it. Implementations are confined to the event
 * loop of the connection.
 */
public interface RequestView {
    /** The method, as sent (case-sensitive, RFC 9110 section 9.1). */
    String method();

    /** The host the request is for, lower case, without port; empty where an HTTP/1.0 client names none. */
    String host();

    /** The path of the target, beginning with a slash, percent-encoding as sent; or {@code *}. */
    String path();

    /** Whether the target has a query, be it empty. */
    boolean hasQuery();

    /** The value of a field, several lines joined by a comma and a space (RFC 9110 section 5.2), or null. */
    @Nullable String field(CharSequence name);

    /** What the client accepts by content coding. */
    default AcceptEncoding accepted() {
        return AcceptEncoding.of(field(HttpHeaderNames.ACCEPT_ENCODING));
    }
}
