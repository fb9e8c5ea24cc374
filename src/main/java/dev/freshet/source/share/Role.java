package dev.freshet.source.share;

import dev.freshet.observe.Clock;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What this node believes to be to one resource: whether it leads, and when to look whether it should. While it leads it
 * keeps the lease between two fetches as well, for a fetch may be long and an interval longer; but not where nothing is
 * fetched any more. Thread-safe: volatile fields; a belief that is out of date costs Redis a question, for Redis decides.
 */
final class Role {
    /** A node whose source fails so often in a row lets another try, which may reach it; at once where it never has. */
    private static final int MOST_FAILURES = 3;

    private static final int MOST_DOUBLINGS = 10;

    private static final int BEATS_IN_A_LEASE = 3;
    private static final long A_LITTLE_LATER_MILLIS = 2;

    private final Ledger ledger;
    private final Terms terms;
    private final EventLoop loop;
    private final Clock clock;
    private final Listener listener;
    private final AtomicBoolean beats = new AtomicBoolean();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger timesGivenUp = new AtomicInteger();
    private volatile Runnable look = () -> {};
    private volatile boolean leads;
    private volatile boolean proven; // its source has answered since it leads
    private volatile boolean closed;
    private volatile long leadsUntilNanos;
    private volatile long idleFromNanos;
    private volatile long backFromNanos;
    private volatile @Nullable Future<?> looking;
    private volatile @Nullable Future<?> beating;

    /** Who is told that the role has changed. Implementations are thread-safe. */
    @FunctionalInterface
    interface Listener {
        void changed(boolean leads);
    }

    /** Does not lead. {@code loop} waits for the times. */
    Role(Ledger ledger, Terms terms, EventLoop loop, Clock clock, Listener listener) {
        this.ledger = ledger;
        this.terms = terms;
        this.loop = loop;
        this.clock = clock;
        this.listener = listener;
        long now = clock.nanoTime();
        leadsUntilNanos = now;
        idleFromNanos = now;
        backFromNanos = now;
    }

    /** {@code task} is run when it is time to ask who leads. */
    void whenToLook(Runnable task) {
        look = task;
    }

    /** Whether it leads, as far as it knows. */
    boolean leads() {
        return leads && leadsUntilNanos - clock.nanoTime() > 0;
    }

    /** Whether it would lead if nobody else does: not for a while after it has given up, nor at its end. */
    boolean mayLead() {
        return !closed && clock.nanoTime() - backFromNanos >= 0;
    }

    /** Whether it takes no part any more. */
    boolean closed() {
        return closed;
    }

    /** It has the lease, which it asked for at {@code askedNanos}. */
    void granted(long askedNanos) {
        if (closed) {
            var _ = ledger.tell("", true);
            return;
        }
        if (!leads) {
            proven = false;
        }
        leadsUntilNanos = askedNanos + millis(terms.leaseMillis());
        idleFromNanos = clock.nanoTime() + millis(terms.idleMillis());
        cancel(looking);
        become(true);
        if (beats.compareAndSet(false, true)) {
            beatLater();
        }
    }

    /** Another leads, for {@code restMillis} unless it keeps the lease; or, where that is not above 0, nobody. */
    void followed(long restMillis) {
        become(false);
        long backMillis = TimeUnit.NANOSECONDS.toMillis(backFromNanos - clock.nanoTime());
        lookAfter(Math.max(restMillis, backMillis));
    }

    /** The source gave what is good. */
    void succeeded() {
        failures.set(0);
        timesGivenUp.set(0);
        proven = true;
    }

    /**
     * The source failed; whether this node should let another try.
     *
     * @param retryAfterSeconds for how long the source asks to be left alone, which holds for all nodes; 0: it does not
     */
    boolean failed(long retryAfterSeconds) {
        if (retryAfterSeconds > 0) {
            long restMillis = Math.min(TimeUnit.SECONDS.toMillis(retryAfterSeconds), terms.keepMillis());
            idleFromNanos = clock.nanoTime() + millis(restMillis + terms.idleMillis());
            return false;
        }
        if (failures.incrementAndGet() < MOST_FAILURES && proven) {
            return false;
        }
        failures.set(0);
        long back = (2 * terms.leaseMillis()) << Math.min(timesGivenUp.getAndIncrement(), MOST_DOUBLINGS);
        backFromNanos = clock.nanoTime() + millis(Math.min(back, terms.backMillis()));
        return true;
    }

    /** The lease is not its own any more. */
    void lost() {
        become(false);
        lookAfter(0);
    }

    /** Takes no part any more; completes when the lease has been given up, if it was its own. */
    CompletableFuture<?> close() {
        closed = true;
        cancel(looking);
        cancel(beating);
        if (!leads()) {
            return CompletableFuture.completedFuture(null);
        }
        leads = false;
        return ledger.tell("", true);
    }

    private void beatLater() {
        beating = later(this::beat, terms.leaseMillis() / BEATS_IN_A_LEASE);
    }

    private void beat() {
        if (closed || !leads()) { // Redis may not have answered for a whole lease
            beats.set(false);
            become(false);
        } else if (clock.nanoTime() - idleFromNanos > 0) {
            beats.set(false);
            become(false);
            var _ = ledger.tell("", true);
        } else {
            extend();
            beatLater();
        }
    }

    /** Where a fetch has not done so lately. */
    private void extend() {
        long askedNanos = clock.nanoTime();
        if (leadsUntilNanos - askedNanos < millis(terms.leaseMillis()) / 2) {
            var _ = ledger.extend().thenAccept(written -> extended(written, askedNanos));
        }
    }

    private void extended(Ledger.Written written, long askedNanos) {
        switch (written) {
            case DONE -> leadsUntilNanos = askedNanos + millis(terms.leaseMillis());
            case LOST, OTHER -> lost();
            case UNKNOWN -> {}
        }
    }

    private void become(boolean leading) {
        if (leads != leading) {
            leads = leading;
            listener.changed(leading);
        }
    }

    private void lookAfter(long millis) {
        cancel(looking);
        if (!closed) {
            looking = later(() -> look.run(), Math.max(0, millis) + A_LITTLE_LATER_MILLIS);
        }
    }

    private @Nullable Future<?> later(Runnable task, long millis) {
        try {
            return loop.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            return null; // it ends
        }
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static void cancel(@Nullable Future<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }
}
