package dev.freshet.server;

import dev.freshet.server.Tunnels.EndedBy;
import dev.freshet.upstream.TunnelEnd;
import io.netty.buffer.ByteBuf;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bytes between a client and a server, whatever they mean: both directions with back-pressure, each with an end of its own. A
 * side that is not read pauses the other; no more is held than the buffers of the two connections. Confined to the event
 * loop on which both ends live.
 */
final class Tunnel {
    /** How long one side may take to read its last bytes and to close, when the other is gone. */
    private static final long LINGER_NANOS = Duration.ofSeconds(30).toNanos();

    private final Tunnels tunnels;
    private final Flow up;
    private final Flow down;
    private @Nullable EndedBy endedBy;
    private boolean closing;
    private long progressNanos;

    Tunnel(Tunnels tunnels, TunnelEnd client, TunnelEnd server) {
        this.tunnels = tunnels;
        this.up = new Flow(client, server, tunnels.bytesUp(), EndedBy.CLIENT);
        this.down = new Flow(server, client, tunnels.bytesDown(), EndedBy.UPSTREAM);
        this.progressNanos = tunnels.coarseNanos();
    }

    /** Begins, in both directions. */
    void open() {
        down.from.open(down);
        up.from.open(up);
    }

    /** Closes what has been idle for more than {@code idleNanos}, at {@code nowNanos}. */
    void sweep(long nowNanos, long idleNanos) {
        boolean lingers = closing || up.gone || down.gone;
        if (nowNanos - progressNanos <= (lingers ? LINGER_NANOS : idleNanos)) {
            return;
        }
        if (lingers) {
            up.from.abort();
            down.from.abort();
        } else {
            close(EndedBy.IDLE);
        }
    }

    /** Closes both ends as orderly as can be done without knowing what goes through them. */
    void close(EndedBy reason) {
        endedBy(reason);
        progressNanos = tunnels.coarseNanos();
        closeBoth();
    }

    /** Who, or what, ended it; once it is over. */
    EndedBy endedBy() {
        return endedBy == null ? EndedBy.STOP : endedBy;
    }

    private void closeBoth() {
        closing = true;
        up.from.close();
        down.from.close();
    }

    private void endedBy(EndedBy reason) {
        endedBy = endedBy == null ? reason : endedBy;
    }

    /** What one end sends, on its way to the other. Confined to the event loop. */
    private final class Flow implements TunnelEnd.Listener {
        private final TunnelEnd from;
        private final TunnelEnd to;
        private final CounterDataPoint bytes;
        private final EndedBy side;
        private boolean finished;
        private boolean gone;

        Flow(TunnelEnd from, TunnelEnd to, CounterDataPoint bytes, EndedBy side) {
            this.from = from;
            this.to = to;
            this.bytes = bytes;
            this.side = side;
        }

        /** Hands {@code data}, and its ownership, to the other end. */
        @Override
        public void data(ByteBuf data) {
            moved();
            bytes.inc(data.readableBytes());
            to.write(data);
            if (!to.writable()) {
                from.pause();
            }
        }

        /** This end takes more of what the other sends. */
        @Override
        public void writable() {
            moved();
            to.resume();
        }

        @Override
        public void finished() {
            moved();
            endedBy(side);
            finished = true;
            to.finish();
            if (other().finished || other().gone) {
                closeBoth();
            }
        }

        /** What the other side has not got yet, it gets; then it has as long to close as {@link #LINGER_NANOS}. */
        @Override
        public void gone(boolean orderly) {
            moved();
            endedBy(side);
            gone = true;
            if (other().gone) {
                tunnels.over(Tunnel.this);
            } else if (orderly && other().finished) {
                closeBoth();
            } else if (orderly) {
                to.resume();
                to.finish();
            } else {
                to.abort();
            }
        }

        private Flow other() {
            return this == up ? down : up;
        }

        private void moved() {
            progressNanos = tunnels.coarseNanos();
        }
    }
}
