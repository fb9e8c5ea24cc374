package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.server.pass.PassSink;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Switched;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a passed response to one stream of an HTTP/2 client. Confined to one event loop. */
final class Http2PassedResponse implements PassSink {
    private final Http2Passes passes;
    private final Http2Output output;
    private final Worker worker;
    private final Http2Request request;
    private final int stream;
    private final RequestOutcome outcome;
    /** Of the frame that ended the stream; null while there is more to write. */
    private @Nullable ChannelFuture last;

    /** {@code outcome}: what the response is counted as. */
    Http2PassedResponse(
            Http2Passes passes,
            Http2Output output,
            Worker worker,
            Http2Request request,
            int stream,
            RequestOutcome outcome) {
        this.outcome = outcome;
        this.passes = passes;
        this.output = output;
        this.worker = worker;
        this.request = request;
        this.stream = stream;
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        output.headers(stream, Http2Fields.of(status, fields, -1, null), false);
    }

    @Override
    public void switched(Switched switched) {
        throw new IllegalStateException("HTTP/2 asks for another protocol by CONNECT alone (RFC 9113 section 8.6)");
    }

    @Override
    public void head(ResponseHead head) {
        int status = head.status();
        boolean bodiless = request.isHead() || status == 204 || status == 304 || head.bodyBytes() == 0;
        String date = worker.answers().date(worker.clock().epochMillis());
        worker.tally().answered(Protocol.HTTP_2, outcome, status, 0);
        long length = status == 204 ? -1 : head.bodyBytes();
        ChannelFuture written = output.headers(stream, Http2Fields.of(status, head.headers(), length, date), bodiless);
        last = bodiless ? written : null;
    }

    /** Writes {@code data}, and with it its ownership. */
    @Override
    public void body(ByteBuf data) {
        passes.progressed();
        worker.tally().sent(Protocol.HTTP_2, data.readableBytes());
        output.data(stream, data, false);
    }

    @Override
    public void end(HttpHeaders trailers) {
        ChannelFuture ended = last;
        if (ended == null) {
            ended = trailers.isEmpty()
                    ? output.data(stream, Unpooled.EMPTY_BUFFER, true)
                    : output.headers(stream, Http2Fields.of(trailers), true);
        }
        passes.ended(stream, ended);
    }

    @Override
    public void cutOff() {
        passes.cutOff(stream);
    }

    @Override
    public void problem(int status, String detail, CacheStatus cacheStatus) {
        List<Field> more = List.of(new Field("Cache-Status", cacheStatus.value()));
        Answer problem =
                worker.answers().problem(status, detail, more, worker.clock().epochMillis());
        passes.ended(stream, output.write(stream, problem, outcome, request.isHead()));
    }

    @Override
    public HeldBodies.Reader client() {
        return output.client();
    }

    @Override
    public boolean writable() {
        return passes.writable(stream);
    }

    @Override
    public void requestWritable() {
        passes.requestWritable(stream);
    }
}
