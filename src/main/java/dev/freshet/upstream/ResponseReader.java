package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what the decoder reads of one response after another into calls of the listener. Confined to one connection. */
final class ResponseReader {
    /** A server that sends more interim responses than this to one request is not well. */
    private static final int MAX_INFORMATIONAL = 16;

    private final Connection connection;
    private int status;
    private int informational;
    private boolean interim;
    private boolean untilClose;
    private boolean persistent;
    private @Nullable HttpHeaders switching;

    ResponseReader(Connection connection) {
        this.connection = connection;
    }

    /** A new request is sent; the next message answers it. */
    void restart() {
        status = 0;
        informational = 0;
        interim = false;
        untilClose = false;
        persistent = false;
        switching = null;
    }

    /** Of the final response; 0 before its head. */
    int status() {
        return status;
    }

    /** Whether {@code next} is part of the final response: interim ones do not make its head come any sooner. */
    boolean isFinal(HttpObject next) {
        return status != 0
                || (next instanceof HttpResponse response && response.status().code() >= 200);
    }

    /** Whether the response allows another request after it. */
    boolean persistent() {
        return persistent;
    }

    /** Reads one part of the response to {@code call}; releases it or hands it to the listener. */
    void read(Call call, HttpObject message) {
        DecoderResult result = message.decoderResult();
        if (result.isFailure()) {
            ReferenceCountUtil.release(message);
            connection.fail(flaw(result.cause()));
        } else if (message instanceof HttpResponse response) {
            readHead(call, response);
        } else if (message instanceof HttpContent content) {
            readContent(call, content);
        }
    }

    private void readHead(Call call, HttpResponse response) {
        int code = response.status().code();
        if (code < 200) {
            readInformational(call, code, response.headers());
            return;
        }
        status = code;
        boolean bodyless = status == 204 || status == 304 || call.method().equals(HttpMethod.HEAD);
        String flaw = ResponseFraming.flaw(response.headers(), bodyless);
        if (flaw != null) {
            connection.fail(malformed(flaw));
            return;
        }
        HttpHeaders headers = response.headers();
        untilClose = !bodyless && ResponseFraming.untilClose(headers);
        long bytes = status == 204 ? 0 : ResponseFraming.declaredBytes(headers);
        boolean close = HopByHop.strip(headers);
        persistent = !close && !untilClose && response.protocolVersion().equals(HttpVersion.HTTP_1_1);
        call.listener().head(new ResponseHead(status, headers, bytes));
    }

    private void readInformational(Call call, int code, HttpHeaders headers) {
        informational++;
        boolean unasked = code == 101 && Switched.protocol(call.upgrade(), upgrades(headers)) == null;
        if (unasked || informational > MAX_INFORMATIONAL) {
            connection.fail(malformed(unasked ? "101 to what was not asked for" : "too many interim responses"));
            return;
        }
        interim = true;
        if (code == 101) {
            switching = headers;
            return;
        }
        HopByHop.strip(headers);
        call.listener().informational(code, headers);
    }

    private void readContent(Call call, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (last && interim) {
            interim = false;
            content.release();
            if (switching != null) {
                String protocol = String.join(", ", upgrades(switching));
                HopByHop.strip(switching);
                connection.switched(protocol, switching);
            }
            return;
        }
        if (last && untilClose && !connection.ending().isClean()) {
            content.release();
            connection.fail(connection.ending().fault());
            return;
        }
        ByteBuf data = content.content();
        if (data.isReadable()) {
            call.listener().body(data);
        } else {
            data.release();
        }
        if (last && connection.carries(call)) {
            connection.completed(trailers((LastHttpContent) content));
        }
    }

    private static List<String> upgrades(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.UPGRADE);
    }

    private static HttpHeaders trailers(LastHttpContent last) {
        HttpHeaders trailers = last.trailingHeaders();
        if (!trailers.isEmpty()) {
            HopByHop.strip(trailers);
        }
        return trailers;
    }

    private Fault flaw(@Nullable Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            return connection.ending().fault();
        }
        return malformed(cause == null ? "not HTTP" : String.valueOf(cause.getMessage()));
    }

    private Fault malformed(String what) {
        return connection.fault(Fault.Reason.MALFORMED, what);
    }
}
