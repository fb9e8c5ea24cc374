package dev.freshet.server;

import dev.freshet.decide.Forwarding;
import dev.freshet.decide.Verdict;
import dev.freshet.server.pass.PassSink;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.server.pass.Route;
import dev.freshet.upstream.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import java.util.List;
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
    void begin(int id, Http2Request request, Route route, boolean ends) {
        if (!takesBody(id, request)) {
            return;
        }
        Http2PassedResponse response = new Http2PassedResponse(this, output, worker, request, id, RequestOutcome.PASS);
        if (request.isWebSocket()) {
            tunnel(id, request, route, response, ends);
            return;
        }
        RequestHead head = new RequestHead(
                HttpMethod.valueOf(request.method()),
                request.target(),
                request.authority(),
                forwarded(request),
                request.bodyBytes());
        go(id, worker.passes().begin(route, head, secure, response), ends);
    }

    /** Has {@code request} wait for a first fetch; {@code ends}: it has no body. */
    void await(int id, Http2Request request, Verdict.First first, boolean ends) {
        if (takesBody(id, request)) {
            Http2PassedResponse response =
                    new Http2PassedResponse(this, output, worker, request, id, RequestOutcome.FIRST);
            go(id, worker.firstAnswers().begin(first, request, response), ends);
        }
    }

    /** Else it is refused. */
    private boolean takesBody(int id, Http2Request request) {
        if (request.bodyBytes() > worker.limits().body().maxBytes()) {
            stopRequestAfter(id, refuse(id, 413, Http1Requests.TOO_LONG));
            return false;
        }
        if (request.expectsContinue()) {
            output.headers(id, Http2Fields.of(100, EmptyHttpHeaders.INSTANCE, -1, null), false);
        }
        return true;
    }

    private void go(int id, PassedExchange exchange, boolean ends) {
        BodyBound body = ends ? null : new BodyBound(worker.limits().body(), worker.coarseNanos());
        if (begun(id, new Http2PassedRequest(exchange, body, null)) && ends) {
            exchange.endRequest();
        }
    }

    /** Asks the upstream for a WebSocket as HTTP/1.1 does (RFC 8441 section 5). */
    private void tunnel(int id, Http2Request request, Route route, Http2PassedResponse otherwise, boolean ends) {
        WebSocketKey key = WebSocketKey.random();
        HttpHeaders fields = forwarded(request).set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key.value());
        RequestHead head =
                new RequestHead(HttpMethod.GET, request.target(), request.authority(), fields, 0, "websocket");
        Http2TunnelEnd client = new Http2TunnelEnd(this, output, id);
        PassSink sink = new Http2TunnelResponse(this, otherwise, output, worker, client, key, id);
        PassedExchange exchange = worker.passes().begin(route, head, secure, sink);
        if (begun(id, new Http2PassedRequest(exchange, null, client))) {
            if (ends) {
                client.received(Unpooled.EMPTY_BUFFER, true);
            }
            exchange.endRequest();
        }
    }

    private boolean begun(int id, Http2PassedRequest request) {
        Http2Stream stream = connection.stream(id);
        if (stream == null) {
            request.exchange().cancel();
            return false;
        }
        stream.setProperty(passed, request);
        return true;
    }

    private HttpHeaders forwarded(Http2Request request) {
        return Forwarding.request(Http2ToHttp1.fields(request.fields()), null, request.authority(), sender());
    }

    /** Whether the request of {@code id} is passed, and its answer has not been written to its end. */
    boolean has(int id) {
        return find(id) != null;
    }

    /** Whether the stream {@code id} is a tunnel, or is to become one. */
    boolean isTunnel(int id) {
        Http2PassedRequest inFlight = find(id);
        return inFlight != null && inFlight.tunnel() != null;
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
        Http2TunnelEnd tunnel = inFlight.tunnel();
        if (tunnel == null && !inFlight.takes(data.readableBytes())) {
            abandon(id, inFlight, 413, Http1Requests.TOO_LONG);
            return length;
        }
        boolean wanted = tunnel == null ? send(inFlight.exchange(), data, ends) : send(tunnel, data, ends);
        if (ends) {
            requestWritable(id); // the window is the connection's too: nobody else waits for what this one still held
        } else if (!wanted) {
            inFlight.hold(length);
        }
        return ends || wanted ? length : 0;
    }

    /** Whether more is wanted. */
    private static boolean send(PassedExchange exchange, ByteBuf data, boolean ends) {
        if (data.isReadable()) {
            exchange.write(data.retain());
        }
        if (ends) {
            exchange.endRequest();
        }
        return exchange.wantsRequest();
    }

    /** Whether more is wanted. */
    private static boolean send(Http2TunnelEnd tunnel, ByteBuf data, boolean ends) {
        tunnel.received(data.retain(), ends);
        return !tunnel.isPaused();
    }

    /** Gives up the requests whose bodies come too slowly at {@code nowNanos}. */
    void sweep(long nowNanos) {
        Http2LocalFlowController flow = connection.local().flowController();
        boolean open = flow.windowSize(connection.connectionStream()) > 0;
        try {
            connection.forEachActiveStream(stream -> {
                Http2PassedRequest inFlight = stream.getProperty(passed);
                if (inFlight != null && inFlight.isTooSlow(nowNanos, open)) {
                    abandon(stream.id(), inFlight, 408, "The body of the request comes too slowly.");
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("the visitor throws none", e);
        }
    }

    private void abandon(int id, Http2PassedRequest inFlight, int status, String detail) {
        Http2Stream stream = connection.stream(id);
        if (stream != null) {
            stream.removeProperty(passed);
        }
        if (inFlight.exchange().cancelUnanswered()) {
            stopRequestAfter(id, refuse(id, status, detail));
        } else {
            worker.faults().badRequest();
            output.reset(id, Http2Error.CANCEL);
        }
    }

    private ChannelFuture refuse(int id, int status, String detail) {
        worker.faults().badRequest();
        Answer problem = worker.answers()
                .problem(status, detail, List.of(), worker.clock().epochMillis());
        return output.write(id, problem, RequestOutcome.REFUSED, false);
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
        if (inFlight != null && !inFlight.isSaid()) {
            stopRequestAfter(id, last);
        }
    }

    /** The upstream need not answer the request on {@code id} any more. */
    void giveUp(int id) {
        Http2PassedRequest inFlight = find(id);
        if (inFlight != null) {
            inFlight.exchange().cancel();
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

    /** Whether there is a reason for the client to be silent, for which there are bounds of its own. */
    boolean mayBeSilent() {
        try {
            return connection.forEachActiveStream(this::mustSpeak) != null;
        } catch (Http2Exception e) {
            return false;
        }
    }

    private boolean mustSpeak(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.getProperty(passed);
        return inFlight == null || !inFlight.mayBeSilent();
    }

    private Forwarding.Sender sender() {
        return new Forwarding.Sender(client, secure, "2");
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.getProperty(passed);
        if (inFlight == null) {
            return;
        }
        boolean writable = connection.remote().flowController().isWritable(stream);
        if (!inFlight.exchange().responseEnded()) {
            inFlight.exchange().clientWritable(writable);
        } else if (inFlight.tunnel() != null && writable) {
            inFlight.tunnel().writableAgain();
        }
    }

    private void cancel(Http2Stream stream) {
        Http2PassedRequest inFlight = stream.removeProperty(passed);
        if (inFlight != null) {
            inFlight.exchange().cancel();
            if (inFlight.tunnel() != null) {
                inFlight.tunnel().left();
            }
        }
    }

    private @Nullable Http2PassedRequest find(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? null : stream.getProperty(passed);
    }
}
