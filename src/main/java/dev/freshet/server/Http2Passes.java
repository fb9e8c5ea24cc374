package dev.freshet.server;

import dev.freshet.decide.Forwarding;
import dev.freshet.server.pass.PassSink;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The passed requests of one HTTP/2 connection, each on its stream, with back-pressure by the windows in both directions.
 * Confined to the event loop of its connection.
 */
final class Http2Passes {
    private final Worker worker;
    private final boolean secure;
    private final Http2Connection connection;
    private final Http2Output output;
    private final InetSocketAddress client;
    private final Http2Connection.PropertyKey passed;
    private long progressNanos;

    /** {@code client}: the peer. */
    Http2Passes(
            Worker worker, boolean secure, Http2Connection connection, Http2Output output, InetSocketAddress client) {
        this.worker = worker;
        this.secure = secure;
        this.connection = connection;
        this.output = output;
        this.client = client;
        this.passed = connection.newKey();
        this.progressNanos = worker.coarseNanos();
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                cancel(stream);
            }
        });
        connection.remote().flowController().listener(this::writabilityChanged);
    }

    /** When something last moved, on the worker's coarse clock. */
    long progressNanos() {
        return progressNanos;
    }

    /** Something moved: the connection is not idle. */
    void progressed() {
        progressNanos = worker.coarseNanos();
    }

    // The request

    /** Passes {@code request}; {@code ends}: it has no body. */
    void begin(int id, Http2Request request, Upstream upstream, boolean ends) {
        HttpHeaders forwarded =
                Forwarding.request(Http2ToHttp1.fields(request.fields()), null, request.authority(), sender());
        RequestHead head = new RequestHead(
                HttpMethod.valueOf(request.method()),
                request.target(),
                request.authority(),
                forwarded,
                request.bodyBytes());
        if (request.expectsContinue()) {
            output.headers(id, Http2Fields.of(100, EmptyHttpHeaders.INSTANCE, -1, null), false);
        }
        PassSink sink = new Http2PassedResponse(this, output, worker, request, id);
        PassedExchange exchange = worker.passes().begin(upstream, head, secure, sink);
        Http2Stream stream = connection.stream(id);
        if (stream == null) {
            exchange.cancel();
            return;
        }
        stream.setProperty(passed, new Http2PassedRequest(exchange));
        if (ends) {
            exchange.endRequest();
        }
    }

    /** Whether the request of {@code id} is passed, and its answer has not been written to its end. */
    boolean has(int id) {
        return find(id) != null;
    }

    /** The request of {@code id} ends with {@code trailers}. */
    void trailers(int id, HttpHeaders trailers) {
        Http2PassedRequest inFlight = find(id);
        if (inFlight != null) {
            inFlight.exchange().endRequest(trailers);
        }
    }

    /** Passes {@code data}, with a reference of its own, or reads over it; returns how much of {@code length} is done with. */
    int data(int id, ByteBuf data, int length, boolean ends) {
        Http2PassedRequest inFlight = find(id);
        if (inFlight == null) {
            return length;
        }
        if (data.isReadable()) {
            inFlight.exchange().write(data.retain());
        }
        if (ends) {
            requestWritable(
                    id); // the window is the connection's too: nobody else waits for what this request still held
            inFlight.exchange().endRequest();
            return length;
        }
        if (inFlight.exchange().wantsRequest()) {
            return length;
        }
        inFlight.hold(length);
        return 0;
    }

    /** The upstream takes more of the request's body on {@code id}: the client's window opens again. */
    void requestWritable(int id) {
        Http2PassedRequest inFlight = find(id);
        Http2Stream stream = connection.stream(id);
        if (inFlight == null || stream == null) {
            return;
        }
        try {
            if (inFlight.consume(stream, connection.local().flowController())) {
                output.flushSoon();
            }
        } catch (Http2Exception e) {
            output.reset(id, e.error());
        }
    }

    /** Tells the client that the rest of its request is not needed, once it has the whole answer (RFC 9113 section 8.1). */
    void stopRequestAfter(int id, ChannelFuture last) {
        last.addListener(_ -> {
            if (connection.stream(id) != null) {
                output.reset(id, Http2Error.NO_ERROR);
            }
        });
    }

    // The response

    /** Whether the response on {@code id} may be written on. */
    boolean writable(int id) {
        Http2Stream stream = connection.stream(id);
        return stream != null && connection.remote().flowController().isWritable(stream);
    }

    /** The response on {@code id} has been written to its end, {@code last} being its last frame. */
    void ended(int id, ChannelFuture last) {
        Http2Stream stream = connection.stream(id);
        Http2PassedRequest inFlight = stream == null ? null : stream.removeProperty(passed);
        if (inFlight != null && !inFlight.exchange().requestEnded()) {
            stopRequestAfter(id, last);
        }
    }

    /** The response on {@code id} cannot be completed: the client must not take it for whole. */
    void cutOff(int id) {
        Http2Stream stream = connection.stream(id);
        if (stream != null) {
            stream.removeProperty(passed);
            output.reset(id, Http2Error.INTERNAL_ERROR);
        }
    }

    /** Whether the upstream owes the head of a response, for which its own timeout stands. */
    boolean awaitUpstream() {
        try {
            return connection.forEachActiveStream(this::awaitsNothing) != null;
        } catch (Http2Exception e) {
            return false;
        }
    }

    private boolean awaitsNothing(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.getProperty(passed);
        return inFlight == null || !inFlight.exchange().awaitsResponse();
    }

    private Forwarding.Sender sender() {
        return new Forwarding.Sender(client, secure, "2");
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.getProperty(passed);
        if (inFlight != null && !inFlight.exchange().responseEnded()) {
            inFlight.exchange()
                    .clientWritable(connection.remote().flowController().isWritable(stream));
        }
    }

    private void cancel(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.removeProperty(passed);
        if (inFlight != null) {
            inFlight.exchange().cancel();
        }
    }

    private @Nullable Http2PassedRequest find(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? null : stream.getProperty(passed);
    }
}
