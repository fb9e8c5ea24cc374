package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Error;
import java.util.List;

/** Writes a passed response to one stream of an HTTP/2 client. Confined to one event loop. */
final class Http2PassedResponse implements PassSink {
    private final Http2Requests requests;
    private final Http2Output output;
    private final Worker worker;
    private final Http2Request request;
    private final int stream;
    private boolean headWritten;
    private boolean ended;

    Http2PassedResponse(Http2Requests requests, Http2Output output, Worker worker, Http2Request request, int stream) {
        this.requests = requests;
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
    public void head(ResponseHead head) {
        headWritten = true;
        int status = head.status();
        ended = request.isHead() || status == 204 || status == 304 || head.bodyBytes() == 0;
        String date = worker.answers().date(worker.clock().epochMillis());
        worker.tally().answered(Protocol.HTTP_2, Outcome.PASS, status, 0);
        output.headers(
                stream, Http2Fields.of(status, head.headers(), status == 204 ? -1 : head.bodyBytes(), date), ended);
    }

    /** Writes {@code data}, and with it its ownership. */
    @Override
    public void body(ByteBuf data) {
        requests.progressed();
        worker.tally().sent(Protocol.HTTP_2, data.readableBytes());
        output.data(stream, data, false);
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (!ended && trailers.isEmpty()) {
            output.data(stream, Unpooled.EMPTY_BUFFER, true);
        } else if (!ended) {
            output.headers(stream, Http2Fields.of(trailers), true);
        }
        requests.passEnded(stream);
    }

    @Override
    public void failed(Fault fault) {
        if (headWritten) {
            output.reset(stream, Http2Error.INTERNAL_ERROR);
        } else {
            Answer problem = worker.answers()
                    .problem(
                            FaultAnswers.status(fault),
                            FaultAnswers.detail(fault),
                            List.of(),
                            worker.clock().epochMillis());
            output.write(stream, problem, Outcome.PASS, request.isHead());
        }
        requests.passEnded(stream);
    }

    @Override
    public boolean writable() {
        return requests.writable(stream);
    }

    @Override
    public void requestWritable() {
        requests.requestWritable(stream);
    }
}
