package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.Forwarding;
import dev.freshet.decide.Verdict;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.server.Http1Head.Persistence;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.server.pass.PassSink;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.server.pass.Route;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Switched;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a passed response to an HTTP/1.1 client, framed anew (RFC 9112 section 6): by length where it is known, else
 * chunked, else (HTTP/1.0) by the end of the connection. Confined to one event loop.
 */
final class Http1PassedResponse implements PassSink {
    private final Http1Connection connection;
    private final Http1Requests requests;
    private final Http1Output output;
    private final Worker worker;
    private final Http1Request request;
    private final RequestOutcome outcome;
    private @Nullable Framing framing;

    /** How the end of the body is told. */
    private enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** {@code outcome}: what the response is counted as. */
    Http1PassedResponse(
            Http1Connection connection,
            Http1Requests requests,
            Http1Output output,
            Worker worker,
            Http1Request request,
            RequestOutcome outcome) {
        this.outcome = outcome;
        this.connection = connection;
        this.requests = requests;
        this.output = output;
        this.worker = worker;
        this.request = request;
    }

    /** Sends the head of the request on {@code route}, to write here what it answers. */
    PassedExchange of(Route route, Forwarding.Sender sender) {
        HttpHeaders fields = request.message().headers();
        HttpHeaders forwarded = Forwarding.request(
                fields::iteratorCharSequence, request.field(HttpHeaderNames.CONNECTION), request.authority(), sender);
        RequestHead head = new RequestHead(
                request.message().method(),
                request.target(),
                request.authority(),
                forwarded,
                request.bodyBytes(),
                request.upgrade());
        tellToContinue();
        return worker.passes().begin(route, head, sender.secure(), this);
    }

    /** Has the resource fetched that the request is the first to ask for, to write here what came. */
    PassedExchange of(Verdict.First first) {
        tellToContinue();
        return worker.firstAnswers().begin(first, request, this);
    }

    private void tellToContinue() {
        if (request.expectsContinue()) {
            output.write("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        if (request.message().protocolVersion().minorVersion() == 1) {
            send(Http1Head.of(status, fields, "", null, Persistence.KEPT));
        }
    }

    @Override
    public void switched(Switched switched) {
        String upgrade = "Upgrade: " + switched.protocol() + "\r\n";
        byte[] head = Http1Head.of(101, switched.headers(), upgrade, null, Persistence.SWITCHED);
        worker.tally().answered(Protocol.HTTP_1_1, outcome, 101, head.length);
        send(head);
        connection.switched(switched);
    }

    @Override
    public void head(ResponseHead head) {
        Framing chosen = framingOf(head);
        framing = chosen;
        boolean tellsLength = head.bodyBytes() >= 0 && head.status() != 204;
        String line = switch (chosen) {
            case NONE, LENGTH -> tellsLength ? "Content-Length: " + head.bodyBytes() + "\r\n" : "";
            case CHUNKED -> "Transfer-Encoding: chunked\r\n";
            case CLOSE -> "";
        };
        if (chosen == Framing.CLOSE) {
            requests.closeAfterResponse();
        }
        String date = worker.answers().date(worker.clock().epochMillis());
        byte[] bytes = Http1Head.of(head.status(), head.headers(), line, date, requests.persistence(request));
        worker.tally().answered(Protocol.HTTP_1_1, outcome, head.status(), bytes.length);
        output.write(Unpooled.wrappedBuffer(bytes));
    }

    /** Writes {@code data}, and with it its ownership. */
    @Override
    public void body(ByteBuf data) {
        connection.progressed();
        worker.tally().sent(Protocol.HTTP_1_1, data.readableBytes());
        if (framing != Framing.CHUNKED) {
            output.write(data);
        } else if (data.isReadable()) {
            output.write(Integer.toHexString(data.readableBytes()) + "\r\n");
            output.write(data);
            output.write("\r\n");
        } else {
            data.release();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (framing == Framing.CHUNKED) {
            StringBuilder last = new StringBuilder("0\r\n");
            for (Map.Entry<String, String> each : trailers) {
                last.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
            }
            output.write(last.append("\r\n").toString());
        }
        requests.passEnded();
    }

    /** Where only the end of the connection would end the body, an orderly end would look like it. */
    @Override
    public void cutOff() {
        if (framing == Framing.CLOSE) {
            output.abort();
        } else {
            output.cutOff();
        }
    }

    @Override
    public void problem(int status, String detail, CacheStatus cacheStatus) {
        List<Field> more = List.of(new Field("Cache-Status", cacheStatus.value()));
        Answer problem =
                worker.answers().problem(status, detail, more, worker.clock().epochMillis());
        output.write(problem, outcome, request.isHead(), requests.persistence(request));
        requests.passEnded();
    }

    @Override
    public HeldBodies.Reader client() {
        return connection;
    }

    @Override
    public boolean writable() {
        return output.writable();
    }

    @Override
    public void requestWritable() {
        connection.regulateReads();
    }

    private Framing framingOf(ResponseHead head) {
        if (request.isHead() || head.status() == 204 || head.status() == 304) {
            return Framing.NONE;
        }
        if (head.bodyBytes() >= 0) {
            return Framing.LENGTH;
        }
        return request.message().protocolVersion().minorVersion() == 1 ? Framing.CHUNKED : Framing.CLOSE;
    }

    private void send(byte[] head) {
        output.write(Unpooled.wrappedBuffer(head));
    }
}
