package dev.freshet.cache;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How often something is asked for, counted in windows one after the other. Thread-safe: two atomics. */
public final class AskRate {
    /** Numbers of windows are taken modulo this. */
    public static final long WINDOWS = 1L << 40;

    private static final int COUNT_BITS = 24;
    private static final long MOST = (1L << COUNT_BITS) - 1;

    /** The number of the window, and how often it was asked for in it. */
    private final AtomicLong window = new AtomicLong();

    private final AtomicBoolean taken = new AtomicBoolean();

    /** It is asked for once more, in the window of number {@code number}, 0..2^40; returns how often in that window. */
    public long asked(long number) {
        return window.updateAndGet(before -> before >>> COUNT_BITS == number ? more(before) : number << COUNT_BITS | 1)
                & MOST;
    }

    /** How often it was asked for in the window of number {@code number}; 0 where another one has begun. */
    public long countIn(long number) {
        long now = window.get();
        return now >>> COUNT_BITS == number ? now & MOST : 0;
    }

    /** Takes it for the caller; false: somebody has. */
    public boolean take() {
        return !taken.get() && taken.compareAndSet(false, true);
    }

    /** Gives it back. */
    public void release() {
        taken.set(false);
    }

    private static long more(long before) {
        return (before & MOST) == MOST ? before : before + 1;
    }
}
