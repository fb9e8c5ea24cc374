package dev.freshet.source.share;

import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.source.Stamp;
import io.netty.channel.EventLoop;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as one of its fleet: its name, what it knows of the clock of Redis, and what it says in the log. Thread-safe:
 * atomics and one volatile.
 */
final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name = UUID.randomUUID().toString();
    private final String redis;
    private final EventLoop loop;
    private final Clock clock;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicLong unheardSinceNanos = new AtomicLong(NEVER);
    private final AtomicLong toldNanos;
    private final AtomicInteger untold = new AtomicInteger();
    private volatile long offsetMicros;

    /** {@code redis}: its name in the configuration. */
    Node(String redis, EventLoop loop, Clock clock) {
        this.redis = redis;
        this.loop = loop;
        this.clock = clock;
        this.offsetMicros = TimeUnit.MILLISECONDS.toMicros(clock.epochMillis()) - micros(clock.nanoTime());
        this.toldNanos = new AtomicLong(clock.nanoTime() - SECOND_NANOS);
    }

    /** A name that no other node has, without a colon. */
    String name() {
        return name;
    }

    /** As {@link Clock#nanoTime}. */
    long nanoTime() {
        return clock.nanoTime();
    }

    /** Completes so much later, on the event loop. */
    CompletableFuture<@Nullable Void> after(long millis) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        try {
            var _ = loop.schedule(() -> done.complete(null), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            done.complete(null); // it ends, and what follows finds out
        }
        return done;
    }

    /** Redis has answered what was asked at {@code askedNanos}; its clock stood at {@code nowMicros}. */
    void heard(long nowMicros, long askedNanos) {
        offsetMicros = nowMicros - micros(askedNanos); // rather too high than too low: see stampAfter
        unheardSinceNanos.set(NEVER);
        if (told.compareAndSet(true, false)) {
            log.info("share: redis {} answers again; one node asks for all", redis);
        }
    }

    /** Redis has not answered; told where that goes on for a second. */
    void unheard(Fault fault) {
        long now = clock.nanoTime();
        boolean first = unheardSinceNanos.compareAndSet(NEVER, now);
        if (!first && now - unheardSinceNanos.get() >= SECOND_NANOS && told.compareAndSet(false, true)) {
            log.warn("share: redis {} does not answer ({}); every node asks its sources itself", redis, fault);
        }
    }

    /**
     * The stamp of what this node has just fetched by itself: higher than {@code has}, and than the ticket of whatever
     * another node began to fetch before now, as far as the clocks can tell.
     */
    Stamp stampAfter(Stamp has) {
        long asOf = Math.max(has.asOf() + 1, micros(clock.nanoTime()) + offsetMicros);
        return new Stamp(-asOf, asOf);
    }

    /** Tells of a change of role, once a second at most. */
    void roleChanged(String label, boolean leads) {
        long now = clock.nanoTime();
        long last = toldNanos.get();
        if (now - last < SECOND_NANOS || !toldNanos.compareAndSet(last, now)) {
            untold.incrementAndGet();
            return;
        }
        int others = untold.getAndSet(0);
        log.info(
                "share: {} {}{}",
                label,
                leads ? "is fetched by this node now" : "is no longer fetched by this node for others",
                others == 0 ? "" : "; the role for others has changed " + others + " times");
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
