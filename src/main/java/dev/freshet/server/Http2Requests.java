package dev.freshet.server;

import dev.freshet.decide.Verdict;
import dev.freshet.server.strict.Http2Values;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.List;

/**
 * The requests of one HTTP/2 connection: each header list is decided about at once and answered, or passed
 * ({@link Http2Passes}). Confined to the event loop of its connection.
 */
final class Http2Requests extends Http2FrameAdapter {
    private final Worker worker;
    private final Http2Connection connection;
    /** Set on a stream whose request has more to come than its head. */
    private final Http2Connection.PropertyKey begun;

    private final Http2Output output;
    private final Http2Shortcut shortcut;
    private final Http2Passes passes;

    Http2Requests(
            Worker worker, Http2Connection connection, Http2Output output, Http2Shortcut shortcut, Http2Passes passes) {
        this.worker = worker;
        this.connection = connection;
        this.begun = connection.newKey();
        this.output = output;
        this.shortcut = shortcut;
        this.passes = passes;
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
        passes.progressed();
        if (passes.has(id)) {
            if (passes.isTunnel(id) || !Http2Values.areSound(headers)) {
                throw malformed(id);
            }
            passes.trailers(id, Http2ToHttp1.trailers(headers));
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
        passes.progressed();
        return passes.data(id, data, data.readableBytes() + padding, ends);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment) {
        passes.progressed();
    }

    private void perform(int id, Http2Request request, boolean ends) {
        long nowMillis = worker.clock().epochMillis();
        boolean expects = request.field(HttpHeaderNames.EXPECT) != null;
        Verdict verdict = worker.decider().decide(request, nowMillis);
        ChannelFuture last;
        if (expects && !request.expectsContinue()) {
            String detail = "The only expectation this server meets is 100-continue.";
            Answer problem = worker.answers().problem(417, detail, List.of(), nowMillis);
            last = output.write(id, problem, RequestOutcome.REFUSED, request.isHead());
        } else if (request.method().equals("TRACE")) {
            Answer problem = worker.answers().problem(501, "This server does not echo requests.", List.of(), nowMillis);
            last = output.write(id, problem, RequestOutcome.REFUSED, false);
        } else if (request.protocol() != null && !request.isWebSocket()) {
            String detail = "The only protocol this server tunnels over HTTP/2 is websocket.";
            Answer problem = worker.answers().problem(501, detail, List.of(), nowMillis);
            last = output.write(id, problem, RequestOutcome.REFUSED, false);
        } else if (verdict instanceof Verdict.First first) {
            passes.await(id, request, first, ends);
            return;
        } else if (verdict instanceof Verdict.Pass passed) {
            passes.begin(id, request, worker.site().route(passed), ends);
            return;
        } else {
            if (verdict instanceof Verdict.Ambiguous) {
                worker.faults().badRequest();
            }
            last = output.write(id, verdict, request.isHead(), nowMillis);
            if (ends && (verdict instanceof Verdict.Hit || verdict instanceof Verdict.NotModified)) {
                shortcut.remember(request);
            }
        }
        if (!ends) {
            passes.stopRequestAfter(id, last);
        }
    }

    private Http2Exception malformed(int id) {
        worker.faults().badRequest();
        return Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "malformed request");
    }
}
