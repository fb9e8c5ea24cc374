package dev.freshet.server.pass;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch that several requests wait for, on whichever event loop each of them is. Thread-safe without a lock: its state is
 * one reference, exchanged whole. Whoever waits is told of the landing once, on his own loop.
 */
final class Flight {
    /** Beyond these, a request fetches for itself. */
    private static final int MOST_WAITERS = 10_000;

    private final long turn;
    private final AtomicReference<State> state = new AtomicReference<>(new State.Open(null, 0));
    private volatile @Nullable Runnable joined;

    private sealed interface State {
        /** The waiters, last come first. */
        record Open(@Nullable Waiter last, int count) implements State {}

        /** It is over; who comes now need not wait. */
        record Landed(Landing landing) implements State {}
    }

    private record Waiter(
            EventLoop loop,
            Consumer<Landing> listener,
            @Nullable Waiter before) {
        void tell(Landing landing) {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> listener.accept(landing));
            }
        }
    }

    /** {@code turn}: the store's, before it began. */
    Flight(long turn) {
        this.turn = turn;
    }

    /** The store's turn before it began. */
    long turn() {
        return turn;
    }

    /** What is done, on any thread, each time that somebody joins. */
    void onJoined(Runnable action) {
        joined = action;
    }

    /** Tells {@code listener} of the landing, on {@code loop} and not before this returns; false: there is no room. */
    boolean join(EventLoop loop, Consumer<Landing> listener) {
        while (true) {
            switch (state.get()) {
                case State.Landed(Landing landing) -> {
                    new Waiter(loop, listener, null).tell(landing);
                    return true;
                }
                case State.Open open
                when open.count >= MOST_WAITERS -> {
                    return false;
                }
                case State.Open open -> {
                    Waiter last = new Waiter(loop, listener, open.last);
                    if (state.compareAndSet(open, new State.Open(last, open.count + 1))) {
                        Runnable action = joined;
                        if (action != null) {
                            action.run();
                        }
                        return true;
                    }
                }
            }
        }
    }

    /** Whether anybody waits for it. */
    boolean awaited() {
        return state.get() instanceof State.Open(Waiter last, int _) && last != null;
    }

    /** Tells everybody, in the order in which they came. The first landing is the one that counts. */
    void land(Landing landing) {
        State before = state.get();
        while (before instanceof State.Open && !state.compareAndSet(before, new State.Landed(landing))) {
            before = state.get();
        }
        if (before instanceof State.Open open) {
            Waiter first = null;
            for (Waiter each = open.last; each != null; each = each.before) {
                first = new Waiter(each.loop, each.listener, first);
            }
            for (Waiter each = first; each != null; each = each.before) {
                each.tell(landing);
            }
        }
    }

    /** Ends it if nobody waits; who comes later decides again. Returns whether it has ended, now or before. */
    boolean abandon() {
        State now = state.get();
        return now instanceof State.Landed
                || (now instanceof State.Open open
                        && open.count == 0
                        && state.compareAndSet(open, new State.Landed(new Landing.LookAgain())));
    }
}
