package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks one server now and then whether it is well; one check at a time. Confined to one event loop. */
final class HealthCheck implements ExchangeListener {
    private static final double JITTER = 0.2;

    private final LoopPool pool;
    private final UpstreamConfig.Health config;
    private final ServerHealth server;
    private @Nullable Exchange exchange;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> next;
    private long startedNanos;
    private int status;
    private boolean closed;

    /** {@code pool}: of this server alone, and for this alone. */
    HealthCheck(LoopPool pool, UpstreamConfig.Health config, ServerHealth server) {
        this.pool = pool;
        this.config = config;
        this.server = server;
    }

    /** Checks now, and again and again until it is closed. */
    void run() {
        if (closed) {
            return;
        }
        startedNanos = pool.nanoTime();
        status = 0;
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, "freshet");
        deadline = pool.loop().schedule(this::tooLate, config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        exchange = pool.open(new RequestHead(HttpMethod.GET, config.path(), "", headers, 0), this);
        exchange.end(EmptyHttpHeaders.INSTANCE);
    }

    /** Gives up the check that is under way, and makes no more. */
    void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        giveUp();
        pool.close();
    }

    @Override
    public void informational(int status, HttpHeaders headers) {}

    @Override
    public void head(ResponseHead head) {
        status = head.status();
    }

    /** Releases {@code data}: nobody reads it. */
    @Override
    public void body(ByteBuf data) {
        data.release();
    }

    @Override
    public void end(HttpHeaders trailers) {
        boolean good = status >= 200 && status < 300;
        ended(good, good ? "good" : "status");
    }

    @Override
    public void failed(Fault fault) {
        ended(false, fault.reason().label());
    }

    @Override
    public void writable() {}

    private void tooLate() {
        giveUp();
        ended(false, Fault.Reason.DEADLINE.label());
    }

    private void giveUp() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (exchange != null) {
            exchange.cancel();
        }
    }

    private void ended(boolean good, String result) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        exchange = null;
        if (!closed) {
            server.checked(good, result, config);
            long pause = (long) (config.every().toNanos() * (1 + JITTER * (pool.jitter() - 0.5)));
            long left = Math.max(0, pause - (pool.nanoTime() - startedNanos));
            next = pool.loop().schedule(this::run, left, TimeUnit.NANOSECONDS);
        }
    }
}
