package dev.freshet.server;

import dev.freshet.decide.AcceptEncoding;
import dev.freshet.decide.RequestView;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * A request head whose bytes have been through the decoder once: a plain GET or HEAD without a body. The same bytes mean the
 * same request, so what was found out is kept.
 * Immutable: nobody writes to {@code bytes}.
 *
 * @param bytes of HTTP/1.1 from the first byte of the method to the empty line; of HTTP/2 the header block
 * @param head whether the method is HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its users, never as a record
record KnownHead(
        byte[] bytes,
        boolean head,
        String method,
        String host,
        String target,
        String path,
        boolean hasQuery,
        AcceptEncoding accepted,
        @Nullable String ifNoneMatch,
        @Nullable String origin)
        implements RequestView {

    /** What {@code request}, which came as {@code bytes}, says. */
    static KnownHead of(byte[] bytes, boolean head, RequestView request) {
        return new KnownHead(
                bytes,
                head,
                request.method(),
                request.host(),
                request.target(),
                request.path(),
                request.hasQuery(),
                request.accepted(),
                request.field(HttpHeaderNames.IF_NONE_MATCH),
                request.field(HttpHeaderNames.ORIGIN));
    }

    @Override
    public @Nullable String field(CharSequence name) {
        if (HttpHeaderNames.IF_NONE_MATCH.contentEquals(name)) {
            return ifNoneMatch;
        }
        if (HttpHeaderNames.ORIGIN.contentEquals(name)) {
            return origin;
        }
        throw new IllegalArgumentException("not kept of a plain GET or HEAD: " + name);
    }
}
