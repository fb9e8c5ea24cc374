package dev.freshet.server.pass;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The room for bodies that are on their way into the store, of all event loops: a client that takes none of his response would
 * hold a body of it for as long as he likes. Thread-safe: an atomic.
 */
final class BodyBudget {
    private final long mostBytes;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes {@code bytes} of it; false: there is not so much left, and nothing is taken. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= mostBytes) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Whether so much is taken that nobody should keep any of it without using it. */
    boolean isTight() {
        return held.get() > mostBytes / 2;
    }

    /** Gives {@code bytes} back. */
    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** How much is taken. */
    long heldBytes() {
        return held.get();
    }
}
