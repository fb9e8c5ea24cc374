package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request side of one exchange, from {@code open} to its end: first it has no connection, then one that is being made,
 * then one that carries it; it may begin anew once. Confined to one event loop.
 */
final class Call implements Exchange {
    /** RFC 9110 section 9.2.2. */
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);

    private final RequestHead head;
    private final ExchangeListener listener;
    private final LoopPool pool;
    private final PendingBody pending = new PendingBody();
    private @Nullable Connection connection;
    private @Nullable RequestWriter writer;
    private @Nullable HttpHeaders trailers;
    private @Nullable Fault doom;
    private long bytesLeft;
    private long queuedNanos;
    private boolean opened;
    private boolean over;
    private boolean paused;
    private boolean bodySent;
    private boolean retried;
    private boolean holdsTunnel;

    Call(RequestHead head, ExchangeListener listener, LoopPool pool) {
        this.head = head;
        this.listener = listener;
        this.pool = pool;
        this.bytesLeft = head.bodyBytes();
    }

    @Override
    public void write(ByteBuf data) {
        int bytes = data.readableBytes();
        if (bytes == 0 || over || doom != null || trailers != null) {
            data.release();
        } else if (head.bodyBytes() >= 0 && bytes > bytesLeft) {
            data.release();
            abandon(new Fault(Fault.Reason.INTERNAL, "the request's body is longer than declared"));
        } else {
            bytesLeft -= bytes;
            send(data);
        }
    }

    /** Takes ownership of {@code data}. */
    private void send(ByteBuf data) {
        if (writer != null) {
            bodySent = true;
            writer.body(data);
        } else if (!pending.add(data)) {
            abandon(new Fault(Fault.Reason.OVERLOADED, "the request's body did not wait for a connection"));
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (over || doom != null || this.trailers != null) {
            return;
        }
        this.trailers = trailers;
        if (bytesLeft > 0) {
            abandon(new Fault(Fault.Reason.INTERNAL, "the request's body is shorter than declared"));
        } else if (writer != null) {
            finish(writer, trailers);
        }
    }

    @Override
    public boolean writable() {
        return writer != null && !over && writer.writable();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            if (writer != null && connection != null) {
                connection.readOn();
            }
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            letGo();
        }
    }

    /** A connection is being made for this exchange. */
    void bound(Connection maker) {
        connection = maker;
        writer = null;
    }

    /** The connection carries this exchange from now on: sends what there is of the request. */
    void attached(Connection carrier, RequestWriter out) {
        connection = carrier;
        writer = out;
        if (head.bodyBytes() != 0) {
            out.head(head);
            pending.drain(this::send);
        }
        if (trailers != null) {
            finish(out, trailers);
        } else if (opened && head.bodyBytes() != 0 && out.writable()) {
            listener.writable();
        }
    }

    /** {@code open} returns: from now on the listener may be called. */
    void opened() {
        opened = true;
    }

    /** The response is complete. */
    void completed(HttpHeaders responseTrailers) {
        settle();
        listener.end(responseTrailers);
    }

    /** The server switches protocols; the tunnel takes over the place that was claimed for it. */
    void switched(Switched switched) {
        holdsTunnel = false;
        settle();
        listener.switched(switched);
    }

    /** Fails the exchange now; not to be called from inside {@code open}, {@code write} or {@code end}. */
    void fail(Fault fault) {
        if (!over) {
            settle();
            pool.counters().failed(fault);
            listener.failed(fault);
        }
    }

    /** Fails the exchange in a later turn of the loop. */
    void failLater(Fault fault) {
        doom = fault;
        pool.loop().execute(() -> fail(fault));
    }

    /** The connection takes more again. */
    void writableAgain() {
        if (!over && doom == null && trailers == null && head.bodyBytes() != 0) {
            listener.writable();
        }
    }

    /** Whether the request may be sent twice (RFC 9110 section 9.2.2), and all of it still can be. */
    boolean repeatable() {
        return !bodySent && IDEMPOTENT.contains(head.method());
    }

    /** Whether it has begun anew already. */
    boolean retried() {
        return retried;
    }

    /** It begins anew. */
    void retry() {
        retried = true;
    }

    /** A place among the tunnels is kept for it. */
    void tunnelClaimed() {
        holdsTunnel = true;
    }

    /** The protocols that the server may switch to; null: none. */
    @Nullable String upgrade() {
        return head.upgrade();
    }

    /** Whether the caller has said all of its request. */
    boolean ended() {
        return trailers != null;
    }

    boolean paused() {
        return paused;
    }

    String target() {
        return head.target();
    }

    HttpMethod method() {
        return head.method();
    }

    ExchangeListener listener() {
        return listener;
    }

    /** When it began to wait for a connection, by the loop's ticker. */
    long queuedNanos() {
        return queuedNanos;
    }

    void queuedAt(long nanos) {
        queuedNanos = nanos;
    }

    private void finish(RequestWriter out, HttpHeaders last) {
        if (head.bodyBytes() == 0) {
            out.whole(head);
        } else {
            out.end(last);
        }
        if (connection != null) {
            connection.requestEnded();
        }
    }

    private void abandon(Fault fault) {
        letGo();
        failLater(fault);
    }

    private void letGo() {
        Connection held = connection;
        settleResources();
        if (held == null) {
            pool.forget(this);
        } else {
            held.abandoned();
        }
    }

    private void settle() {
        over = true;
        settleResources();
    }

    private void settleResources() {
        pending.clear();
        connection = null;
        writer = null;
        if (holdsTunnel) {
            holdsTunnel = false;
            pool.releaseTunnel();
        }
    }
}
