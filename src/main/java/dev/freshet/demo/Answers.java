package dev.freshet.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.Date;

/** What the origin says to a request. The caller releases each answer, in the end by writing it. Thread-safe: immutable. */
final class Answers {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String HOT = "public, max-age=1";
    private static final String KEPT = "public, max-age=5";
    private static final String NEVER = "no-store";

    private final OriginState state;
    private final byte[] index = IndexPage.html(ElectionJson.paths());

    Answers(OriginState state) {
        this.state = state;
    }

    /** The path of the request target, without its query. */
    static String path(HttpRequest request) {
        String target = request.uri();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The whole answer to everything but an echo; {@code bodyBytes} came with the request. The caller releases it. */
    FullHttpResponse answer(HttpRequest request, long bodyBytes) {
        String path = path(request);
        Document document = state.document(path);
        if (document != null) {
            return readable(request) ? document(request, document) : notAllowed("GET, HEAD");
        }
        return switch (path) {
            case OriginState.INDEX -> readable(request) ? whole(request, HTML, index, NEVER) : notAllowed("GET, HEAD");
            case OriginState.HELLO -> json(request, Facts.of(request, bodyBytes), NEVER);
            case OriginState.TIME ->
                readable(request)
                        ? json(request, Facts.time(state.clock().epochMillis()), KEPT)
                        : notAllowed("GET, HEAD");
            case OriginState.REQUESTS ->
                readable(request)
                        ? json(request, Facts.requests(state.counts().byPath()), NEVER)
                        : notAllowed("GET, HEAD");
            case OriginState.ECHO -> notAllowed("POST");
            default -> json(request, Facts.missing(path), HOT).setStatus(HttpResponseStatus.NOT_FOUND);
        };
    }

    private static boolean readable(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    /** A 304 gives the length too (RFC 9110 section 8.6 allows it): Netty's keep-alive wants to see one. */
    private FullHttpResponse document(HttpRequest request, Document document) {
        FullHttpResponse response;
        if (Conditions.unchanged(request.headers(), document)) {
            response = response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, document.body().length);
            date(response, HOT);
        } else {
            response = json(request, document.body(), HOT);
        }
        response.headers()
                .set(HttpHeaderNames.ETAG, document.etag())
                .set(HttpHeaderNames.LAST_MODIFIED, document.lastModified());
        return response;
    }

    private FullHttpResponse json(HttpRequest request, byte[] body, String cacheControl) {
        return whole(request, HttpHeaderValues.APPLICATION_JSON, body, cacheControl);
    }

    /** A HEAD gets the length and no body (RFC 9110 section 9.3.2). */
    private FullHttpResponse whole(HttpRequest request, CharSequence type, byte[] body, String cacheControl) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        FullHttpResponse response =
                response(HttpResponseStatus.OK, head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        date(response, cacheControl);
        return response;
    }

    private void date(HttpResponse response, String cacheControl) {
        response.headers()
                .set(
                        HttpHeaderNames.DATE,
                        DateFormatter.format(
                                Date.from(Instant.ofEpochMilli(state.clock().epochMillis()))))
                .set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    }

    private static FullHttpResponse notAllowed(String allowed) {
        FullHttpResponse response = response(HttpResponseStatus.METHOD_NOT_ALLOWED, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.ALLOW, allowed).set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    /** To what is not HTTP; the connection ends with it. The caller releases it. */
    static FullHttpResponse malformed() {
        FullHttpResponse response = response(HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** The head before the parts of an echo, framed as the request was. */
    static HttpResponse echo(HttpRequest request) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CACHE_CONTROL, NEVER);
        if (HttpUtil.isTransferEncodingChunked(request)) {
            HttpUtil.setTransferEncodingChunked(response, true);
        } else {
            HttpUtil.setContentLength(response, HttpUtil.getContentLength(request, 0L));
        }
        return response;
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    }
}
