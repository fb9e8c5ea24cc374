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

    /** The target in origin-form (RFC 9112 section 3.2.1): the path, and the query where there is one; or {@code *}. */
    String target();

    /** The path of the target, beginning with a slash, percent-encoding as sent; or {@code *}. */
    default String path() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    /** Whether the target has a query, be it empty. */
    default boolean hasQuery() {
        return target().indexOf('?') >= 0;
    }

    /** The value of a field, several lines joined by a comma and a space (RFC 9110 section 5.2), or null. */
    @Nullable String field(CharSequence name);

    /** What the client accepts by content coding. */
    default AcceptEncoding accepted() {
        return AcceptEncoding.of(field(HttpHeaderNames.ACCEPT_ENCODING));
    }
}
