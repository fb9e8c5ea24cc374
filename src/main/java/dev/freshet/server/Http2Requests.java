package dev.freshet.server;

import dev.freshet.decide.Forwarding;
import dev.freshet.decide.Verdict;
import dev.freshet.server.pass.PassSink;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.server.strict.Http2Values;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one HTTP/2 connection: each header list is decided about at once and answered, or passed. Confined to
 * the event loop of its connection.
 */
final class Http2Requests extends Http2FrameAdapter {
    private final Worker worker;
    private final boolean secure;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey passed;
    /** Set on a stream whose request has more to come than its head. */
    private final Http2Connection.PropertyKey begun;

    private final Http2Output output;
    private final Http2Shortcut shortcut;
    private final InetSocketAddress client;
    private long progressNanos;

    /** A request on its way through the upstream, and the bytes of its body not yet given back to the client's window. */
    private static final class Passed {
        private final PassedExchange exchange;
        private int unconsumedBytes;

        Passed(PassedExchange exchange) {
            this.exchange = exchange;
        }
    }

    /** For the connection of {@code ctx}; {@code client}: the peer. */
    Http2Requests(
            Worker worker,
            boolean secure,
            Http2Connection connection,
            Http2Output output,
            Http2Shortcut shortcut,
            InetSocketAddress client) {
        this.worker = worker;
        this.secure = secure;
        this.connection = connection;
        this.passed = connection.newKey();
        this.begun = connection.newKey();
        this.output = output;
        this.shortcut = shortcut;
        this.client = client;
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

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, endStream);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean ends)
            throws Http2Exception {
        progressed();
        Passed inFlight = passed(id);
        if (inFlight != null) {
            inFlight.exchange.endRequest(trailers(id, headers));
            return;
        }
        Http2Stream stream = connection.stream(id);
        if (stream == null || stream.getProperty(begun) != null) {
            return; // trailers of a request that has been answered already
        }
        if (!ends) {
            stream.setProperty(begun, Boolean.TRUE);
        }
        Http2Request request = Http2Request.of(headers, ends);
        if (request == null) {
            throw malformed(id);
        }
        perform(id, request, ends);
    }

    /** Reads {@code data} without keeping it, or passes it on with a reference of its own. */
    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean ends) {
        progressed();
        int length = data.readableBytes() + padding;
        Passed inFlight = passed(id);
        if (inFlight == null) {
            return length;
        }
        if (data.isReadable()) {
            inFlight.exchange.write(data.retain());
        }
        if (ends) {
            requestWritable(
                    id); // the window is the connection's too: nobody else waits for what this request still held
            inFlight.exchange.endRequest();
            return length;
        }
        if (inFlight.exchange.wantsRequest()) {
            return length;
        }
        inFlight.unconsumedBytes += length;
        return 0;
    }

    /** The upstream takes more of the request's body on {@code id}: the client's window opens again. */
    void requestWritable(int id) {
        Passed inFlight = passed(id);
        Http2Stream stream = connection.stream(id);
        if (inFlight == null || stream == null || inFlight.unconsumedBytes == 0) {
            return;
        }
        int consumed = inFlight.unconsumedBytes;
        inFlight.unconsumedBytes = 0;
        try {
            connection.local().flowController().consumeBytes(stream, consumed);
            output.flushSoon();
        } catch (Http2Exception e) {
            output.reset(id, e.error());
        }
    }

    /** The response on {@code id} has been written to its end, {@code last} being its last frame. */
    void passEnded(int id, ChannelFuture last) {
        Http2Stream stream = connection.stream(id);
        Passed inFlight = stream == null ? null : stream.removeProperty(passed);
        if (inFlight != null && !inFlight.exchange.requestEnded()) {
            stopRequestAfter(id, last);
        }
    }

    /** The response on {@code id} cannot be completed: the client must not take it for whole. */
    void passCutOff(int id) {
        Http2Stream stream = connection.stream(id);
        if (stream != null) {
            stream.removeProperty(passed);
            output.reset(id, Http2Error.INTERNAL_ERROR);
        }
    }

    /** Tells the client that the rest of its request is not needed, once it has the whole answer (RFC 9113 section 8.1). */
    private void stopRequestAfter(int id, ChannelFuture last) {
        last.addListener(_ -> {
            if (connection.stream(id) != null) {
                output.reset(id, Http2Error.NO_ERROR);
            }
        });
    }

    /** Whether the upstream owes the head of a response, for which its own timeout stands. */
    boolean awaitsUpstream() {
        try {
            return connection.forEachActiveStream(this::awaitsUpstream) != null;
        } catch (Http2Exception e) {
            return false;
        }
    }

    private boolean awaitsUpstream(Http2Stream stream) {
        Passed inFlight = stream.getProperty(passed);
        return inFlight == null || !inFlight.exchange.awaitsResponse();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment) {
        progressed();
    }

    /** Whether the response on {@code id} may be written on. */
    boolean writable(int id) {
        Http2Stream stream = connection.stream(id);
        return stream != null && connection.remote().flowController().isWritable(stream);
    }

    private void perform(int id, Http2Request request, boolean ends) {
        long nowMillis = worker.clock().epochMillis();
        boolean expects = request.field(HttpHeaderNames.EXPECT) != null;
        Verdict verdict = worker.decider().decide(request, nowMillis);
        ChannelFuture last;
        if (expects && !request.expectsContinue()) {
            String detail = "The only expectation this server meets is 100-continue.";
            Answer problem = worker.answers().problem(417, detail, List.of(), nowMillis);
            last = output.write(id, problem, Outcome.REFUSED, request.isHead());
        } else if (request.method().equals("TRACE")) {
            Answer problem = worker.answers().problem(501, "This server does not echo requests.", List.of(), nowMillis);
            last = output.write(id, problem, Outcome.REFUSED, false);
        } else if (verdict instanceof Verdict.Pass) {
            pass(id, request, Objects.requireNonNull(worker.site().pass()), ends);
            return;
        } else {
            last = answer(id, verdict, request.isHead(), nowMillis);
            if (ends && (verdict instanceof Verdict.Hit || verdict instanceof Verdict.NotModified)) {
                shortcut.remember(request);
            }
        }
        if (!ends) {
            stopRequestAfter(id, last);
        }
    }

    private ChannelFuture answer(int id, Verdict verdict, boolean head, long nowMillis) {
        Answers answers = worker.answers();
        return switch (verdict) {
            case Verdict.Hit hit -> output.write(id, worker.ready().of(hit, nowMillis), Outcome.HIT, head);
            case Verdict.NotModified same ->
                output.write(id, worker.ready().of(same, nowMillis), Outcome.NOT_MODIFIED, true);
            case Verdict.Unavailable none ->
                output.write(id, answers.unavailable(none, nowMillis), Outcome.UNAVAILABLE, head);
            case Verdict.Preflight asked ->
                output.write(id, answers.preflight(asked, nowMillis), Outcome.PREFLIGHT, head);
            case Verdict.MethodNotAllowed _ ->
                output.write(id, answers.methodNotAllowed(nowMillis), Outcome.METHOD_NOT_ALLOWED, head);
            case Verdict.NotFound _, Verdict.Pass _ ->
                output.write(id, answers.notFound(nowMillis), Outcome.NOT_FOUND, head);
        };
    }

    private void pass(int id, Http2Request request, Upstream upstream, boolean ends) {
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
        stream.setProperty(passed, new Passed(exchange));
        if (ends) {
            exchange.endRequest();
        }
    }

    private Forwarding.Sender sender() {
        return new Forwarding.Sender(client, secure, "2");
    }

    private void writabilityChanged(Http2Stream stream) {
        Passed inFlight = stream.getProperty(passed);
        if (inFlight != null && !inFlight.exchange.responseEnded()) {
            inFlight.exchange.clientWritable(
                    connection.remote().flowController().isWritable(stream));
        }
    }

    private void cancel(Http2Stream stream) {
        Passed inFlight = stream.removeProperty(passed);
        if (inFlight != null) {
            inFlight.exchange.cancel();
        }
    }

    private @Nullable Passed passed(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? null : stream.getProperty(passed);
    }

    private HttpHeaders trailers(int id, Http2Headers headers) throws Http2Exception {
        if (!Http2Values.areSound(headers)) {
            throw malformed(id);
        }
        HttpHeaders trailers = DefaultHttpHeadersFactory.trailersFactory().newHeaders();
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            trailers.add(each.getKey(), each.getValue());
        }
        return trailers;
    }

    private Http2Exception malformed(int id) {
        worker.faults().badRequest();
        return Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "malformed request");
    }
}
