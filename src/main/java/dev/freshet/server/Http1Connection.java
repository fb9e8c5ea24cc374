package dev.freshet.server;

import dev.freshet.decide.Verdict;
import dev.freshet.server.Http1Head.Persistence;
import dev.freshet.server.strict.StrictRequestDecoder;
import dev.freshet.tls.TlsHalfClose;
import dev.freshet.upstream.HalfClose;
import dev.freshet.upstream.Switched;
import dev.freshet.upstream.TunnelChannel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection behind the decoder: its life and its order; its requests are {@link Http1Requests}. Answers go out
 * in the order of the requests however they are pipelined. What arrives while a passed request is in flight, or while the
 * client does not read its answers, waits in a queue, and the socket is not read until that is empty: one read's worth of
 * messages is the most there is. Confined to its event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements ClientConnection {
    private final Worker worker;
    private final StrictRequestDecoder decoder;
    private final boolean secure;
    private final ClientSilence silence;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private Http1Output output;
    private Http1Requests requests;

    @SuppressWarnings("NullAway.Init") // ctx, output and requests are set by handlerAdded, before any event
    Http1Connection(Worker worker, StrictRequestDecoder decoder, boolean secure) {
        this.worker = worker;
        this.decoder = decoder;
        this.secure = secure;
        this.silence = new ClientSilence(worker);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        output = new Http1Output(context, worker, this);
        InetSocketAddress client =
                context.channel().remoteAddress() instanceof InetSocketAddress address ? address : null;
        requests = new Http1Requests(this, output, worker, client, secure);
        worker.opened(this);
        if (worker.draining()) {
            requests.closeAfterResponse();
        }
    }

    /**
     * Answers a request whose head is known, if that can be done from memory and now; else changes nothing and says false.
     */
    boolean answer(KnownHead known) {
        if (requests.isClosing() || !isBetweenRequests()) {
            return false;
        }
        long nowMillis = worker.clock().epochMillis();
        Verdict verdict = worker.decider().decide(known, nowMillis);
        boolean fromMemory = verdict instanceof Verdict.Hit || verdict instanceof Verdict.NotModified;
        if (fromMemory) {
            heard();
            output.write(verdict, known.head(), Persistence.KEPT, nowMillis);
        }
        return fromMemory;
    }

    /** Whether the next request would be dealt with at once, so that it is known which bytes it came as. */
    boolean isBetweenRequests() {
        return requests.areBetween() && waiting.isEmpty() && output.takesMore();
    }

    /** The next request decoded is the head {@code bytes}; null: what it came as is not known. */
    void decoding(byte @Nullable [] bytes) {
        requests.decoding(bytes);
    }

    /** Takes the message's ownership. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard();
        if (message instanceof LastHttpContent) {
            decoder.messageEnded();
        }
        if (waiting.isEmpty() && !requests.mustWait()) {
            requests.accept(message);
        } else {
            waiting.add(message);
            regulateReads();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        silence.readEnded(requests.areBetween() && decoder.hasBegun());
        output.readEnded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        requests.clientWritable(output.writable());
        progressed();
        output.proceed();
        acceptWaiting();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        requests.clientLeft();
        output.ended();
        acceptWaiting();
        worker.closed(this);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        worker.faults().connection(cause);
        context.close();
    }

    @Override
    public void sweep(long nowNanos) {
        if (requests.areBetween() && silence.isHeadLate(nowNanos)) {
            requests.refuse(408, "The request did not come in time.");
        } else if (requests.areTooSlow(nowNanos)) {
            requests.abandon(408, "The body of the request comes too slowly.");
        } else if (!requests.awaitUpstream() && silence.isTooLong(nowNanos)) {
            ctx.close();
        }
    }

    @Override
    public void drain() {
        requests.drain(waiting.isEmpty());
    }

    @Override
    public void cutOff() {
        worker.cutOff(this);
    }

    @Override
    public void abort() {
        output.abort();
    }

    /** Decodes what has come behind a request that asked for another protocol and stays with this one. */
    void decodeOn() {
        if (decoder.isHolding()) {
            decoder.goOn();
        }
    }

    /** The server has switched to another protocol, and the head that says so is written: this is a tunnel from now on. */
    void switched(Switched switched) {
        output.readEnded();
        worker.closed(this);
        HalfClose halfClose = secure ? TlsHalfClose.OF_TLS : HalfClose.OF_TCP;
        TunnelChannel client = new TunnelChannel(ctx.channel(), halfClose, worker.faults()::connection);
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast("tunnel", client).remove(this);
        if (pipeline.get(Http1Shortcut.class) != null) {
            pipeline.remove(Http1Shortcut.class);
        }
        worker.tunnels().join(client, switched.server());
        pipeline.remove(decoder); // what it holds is the first that goes through
    }

    /** Something moved: the connection is not idle. */
    void progressed() {
        silence.progressed();
    }

    /** Reads the socket if what it brings can be taken. */
    void regulateReads() {
        ctx.channel()
                .config()
                .setAutoRead(waiting.isEmpty() && output.writable() && requests.takeMore() && !decoder.isFull());
    }

    /** The current request is over: on with what waits. */
    void acceptWaiting() {
        while (!waiting.isEmpty() && !requests.mustWait()) {
            requests.accept(waiting.remove());
        }
        regulateReads();
    }

    private void heard() {
        output.readBegan();
        silence.heard();
    }
}
