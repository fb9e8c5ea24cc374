package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.server.pass.PassSink;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Switched;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Answers an extended CONNECT (RFC 8441): 200 where the upstream switches to WebSocket, and what it answers instead where it
 * does not. An upstream that answers 2xx has not switched, and must not be heard as if it had. Confined to one event loop.
 */
final class Http2TunnelResponse implements PassSink {
    private static final String NOT_SWITCHED = "The server behind this one did not switch to WebSocket.";

    private final Http2Passes passes;
    private final Http2PassedResponse plain;
    private final Http2Output output;
    private final Worker worker;
    private final Http2TunnelEnd client;
    private final WebSocketKey key;
    private final int stream;

    /** {@code plain}: writes any other answer; {@code key}: what the upstream was asked with. */
    Http2TunnelResponse(
            Http2Passes passes,
            Http2PassedResponse plain,
            Http2Output output,
            Worker worker,
            Http2TunnelEnd client,
            WebSocketKey key,
            int stream) {
        this.passes = passes;
        this.plain = plain;
        this.output = output;
        this.worker = worker;
        this.client = client;
        this.key = key;
        this.stream = stream;
    }

    @Override
    public void switched(Switched switched) {
        HttpHeaders fields = switched.headers();
        if (!key.isAcceptedBy(fields.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
            switched.server().abort();
            refuse();
            return;
        }
        fields.remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
        String date = worker.answers().date(worker.clock().epochMillis());
        worker.tally().answered(Protocol.HTTP_2, RequestOutcome.PASS, 200, 0);
        output.headers(stream, Http2Fields.of(200, fields, -1, date), false);
        worker.tunnels().join(client, switched.server());
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        plain.informational(status, fields);
    }

    @Override
    public void head(ResponseHead head) {
        if (head.status() < 300) {
            passes.giveUp(stream);
            refuse();
        } else {
            client.left();
            plain.head(head);
        }
    }

    /** Writes {@code data}, and with it its ownership. */
    @Override
    public void body(ByteBuf data) {
        plain.body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        plain.end(trailers);
    }

    @Override
    public void problem(int status, String detail, CacheStatus cacheStatus) {
        client.left();
        plain.problem(status, detail, cacheStatus);
    }

    @Override
    public HeldBodies.Reader client() {
        return output.client();
    }

    @Override
    public void cutOff() {
        plain.cutOff();
    }

    @Override
    public boolean writable() {
        return plain.writable();
    }

    @Override
    public void requestWritable() {
        // what the client sends is no body
    }

    private void refuse() {
        problem(502, NOT_SWITCHED, CacheStatus.Forwarded.of(ForwardReason.BYPASS));
    }
}
