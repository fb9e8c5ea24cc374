package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one server and the exchange it carries, if any. A read is outstanding whenever it is idle (to hear the
 * server close) or the exchange is not paused. Time is looked at by the pool's sweep only: what happens in between leaves
 * a mark, so that a request costs neither a timer nor a look at the clock. Confined to the channel's event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements UpstreamTls.Progress {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private enum State {
        /** TCP and TLS are being set up, for {@code call} unless that has been cancelled. */
        CONNECTING,
        IDLE,
        /** Carries {@code call}. */
        BUSY,
        /** The response is complete, the rest of what was read with it has not been looked at. */
        ENDED,
        /** Carries bytes in both directions; no exchange will ever have it again. */
        TUNNEL,
        CLOSED
    }

    private final ServerPool server;
    private final LoopPool pool;
    private final Channel channel;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private final ResponseReader reader = new ResponseReader(this);
    private final RequestWriter writer;
    private final ServerSilence silence;
    private final Ending ending;
    private State state = State.CONNECTING;
    private HalfClose halfClose = HalfClose.OF_TCP;
    private @Nullable Call call;
    private @Nullable TunnelChannel tunnel;
    private boolean served;

    /** For {@code channel}, still unconnected, which is being connected for {@code first}. */
    Connection(ServerPool server, LoopPool pool, Channel channel, Call first) {
        this.server = server;
        this.pool = pool;
        this.channel = channel;
        this.writer = new RequestWriter(channel, server.authority());
        this.call = first;
        this.silence = new ServerSilence(writer, pool.nanoTime());
        this.ending = new Ending(server);
        first.bound(this);
    }

    /** The whole pipeline, from the socket inwards. */
    void assemble(ChannelPipeline pipeline) {
        halfClose = server.installTls(pipeline, this);
        pipeline.addLast(decoder);
        pipeline.addLast(new HttpRequestEncoder());
        pipeline.addLast(this);
    }

    // Becoming ready

    /** TCP is connected, or not. */
    void connected(@Nullable Throwable cause) {
        if (state != State.CONNECTING) {
            return;
        }
        if (cause != null) {
            fail(fault(Fault.Reason.CONNECT, Causes.describe(cause)));
        } else if (!server.secure()) {
            ready();
        }
    }

    @Override
    public void established() {
        if (state == State.CONNECTING) {
            ready();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (state == State.CONNECTING) {
            fail(fault(Fault.Reason.TLS, Causes.describe(cause)));
        }
    }

    @Override
    public void closeNotified() {
        ending.closeNotified();
        if (state == State.IDLE) {
            discard();
            pool.serveWaiting();
        } else if (tunnel != null) {
            tunnel.farewell();
        } else {
            close();
        }
    }

    private void ready() {
        channel.read();
        Call first = call;
        if (first == null) {
            rest();
            pool.serveWaiting();
        } else {
            carry(first);
        }
    }

    // Carrying exchanges

    /** Whether an exchange may start on it. */
    boolean usable() {
        return state == State.IDLE && channel.isActive();
    }

    /** Starts an exchange on an idle connection. */
    void start(Call next) {
        call = next;
        server.bound();
        carry(next);
    }

    private void carry(Call next) {
        state = State.BUSY;
        silence.stir();
        reader.restart();
        decoder.expect(next.method());
        next.attached(this, writer);
    }

    boolean carries(Call other) {
        return call == other;
    }

    /** The exchange has sent all of its request. */
    void requestEnded() {
        silence.stir();
    }

    /** Reads the response again. */
    void readOn() {
        silence.stir();
        channel.read();
    }

    /** The exchange was given up. A connection still being made is kept for the next one. */
    void abandoned() {
        if (state == State.CONNECTING) {
            unbind();
        } else {
            discard();
            pool.serveWaiting();
        }
    }

    /** The response is complete: the connection is kept if both sides are done with it. */
    void completed(HttpHeaders trailers) {
        Call finished = unbind();
        server.answered(reader.status());
        if (reader.persistent() && finished.ended() && writer.pendingBytes() == 0 && channel.isActive()) {
            state = State.ENDED;
            served = true;
        } else {
            discard();
            pool.serveWaiting();
        }
        finished.completed(trailers);
    }

    /** The server switches protocols: the connection is the listener's, and what the decoder holds is its first data. */
    void switched(String protocol, HttpHeaders headers) {
        Call switching = Objects.requireNonNull(call);
        TunnelChannel end = new TunnelChannel(channel, halfClose, this::describe);
        call = null;
        tunnel = end;
        state = State.TUNNEL;
        server.answered(reader.status());
        server.tunnelled(this);
        channel.closeFuture().addListener(_ -> server.tunnelClosed());
        channel.pipeline().addLast(end).remove(this);
        channel.pipeline().remove(HttpRequestEncoder.class);
        switching.switched(new Switched(protocol, headers, end));
        channel.pipeline().remove(decoder);
        pool.serveWaiting();
    }

    /** The connection fails: the exchange begins anew on another where it may, else it fails as well. */
    void fail(Fault fault) {
        Call failed = call;
        Reach reach = reach();
        discard();
        server.failed(fault, reach);
        if (failed != null) {
            pool.recover(failed, server, fault, reach);
        }
        pool.serveWaiting();
    }

    private Reach reach() {
        if (state == State.CONNECTING) {
            return Reach.UNSENT;
        }
        Reach silent = served ? Reach.STALE : Reach.UNHEARD;
        return decoder.heard() ? Reach.HEARD : silent;
    }

    /** What is known of its end. */
    Ending ending() {
        return ending;
    }

    Fault fault(Fault.Reason reason, String what) {
        return new Fault(reason, server.label() + ": " + what);
    }

    private void rest() {
        state = State.IDLE;
        silence.stir();
        decoder.expectNothing();
        server.rested(this);
    }

    private Call unbind() {
        Call unbound = Objects.requireNonNull(call);
        call = null;
        server.unbound();
        return unbound;
    }

    /** Closes the connection; the exchange it carried is the caller's to end. */
    void discard() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (call != null) {
                unbind();
            }
            server.gone(this);
            close();
        }
    }

    /** Looks at the time: {@code nanos} is now, by the loop's ticker. */
    void sweep(long nanos) {
        long quiet = silence.nanos(nanos, state == State.BUSY ? call : null);
        switch (state) {
            case CONNECTING -> {
                if (quiet >= pool.connectNanos()) {
                    fail(fault(Fault.Reason.CONNECT_TIMEOUT, "no connection in time"));
                }
            }
            case IDLE, ENDED -> {
                if (quiet >= pool.idleNanos()) {
                    discard();
                }
            }
            case BUSY -> {
                if (quiet >= pool.responseNanos()) {
                    fail(fault(Fault.Reason.RESPONSE_TIMEOUT, "no response in time"));
                }
            }
            case TUNNEL, CLOSED -> {}
        }
    }

    // The channel's events

    /** Releases {@code msg}, or hands it to the listener. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        Call current = call;
        if (state == State.BUSY && current != null && ending.isReadable() && msg instanceof HttpObject part) {
            if (reader.isFinal(part)) {
                silence.stir();
            }
            reader.read(current, part);
            return;
        }
        ReferenceCountUtil.release(msg);
        if (state == State.ENDED) {
            discard();
            pool.serveWaiting();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == State.ENDED) {
            if (decoder.holdsBytes()) {
                discard();
            } else {
                rest();
            }
            pool.serveWaiting();
        }
        Call current = call;
        if (state != State.CLOSED && (current == null || !current.paused())) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state == State.BUSY && call != null && channel.isWritable()) {
            call.writableAgain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        switch (state) {
            case CONNECTING -> fail(fault(Fault.Reason.CONNECT, "the server closed the connection"));
            case BUSY -> fail(ending.fault());
            case IDLE, ENDED -> {
                discard();
                pool.serveWaiting();
            }
            case TUNNEL, CLOSED -> {}
        }
    }

    /** A failed write does not end the exchange: the server may have answered before it stopped reading. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Fault fault = describe(cause);
        switch (state) {
            case BUSY -> {
                ending.broke(fault);
                if (!(cause instanceof IOException)) {
                    close();
                }
            }
            case IDLE, ENDED -> {
                discard();
                pool.serveWaiting();
            }
            case CONNECTING, TUNNEL, CLOSED -> close();
        }
    }

    private Fault describe(Throwable cause) {
        Fault fault = fault(Causes.reason(cause), Causes.describe(cause));
        if (fault.reason() == Fault.Reason.INTERNAL) {
            log.error("upstream connection to {} failed on a defect", server.label(), cause);
        }
        return fault;
    }

    private void close() {
        var _ = channel.close();
    }
}
