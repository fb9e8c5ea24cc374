package dev.freshet.source.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was written to one connection and is not answered. A Redis answers in the order in which it was asked, so the oldest
 * write says whether it answers at all. Confined to the thread of the Redis.
 */
final class InFlight {
    /** A Redis that is silent for no longer is waited for, however soon who asked has given up. */
    private static final long LEAST_PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Deque<Write> writes = new ArrayDeque<>();
    private int commands;

    /** Commands that were written together. Confined to the thread of the Redis. */
    final class Write {
        private final long atNanos;
        private final long patienceNanos;
        private int unanswered;
        private boolean suspected;

        private Write(int unanswered, long patienceNanos, long atNanos) {
            this.unanswered = unanswered;
            this.patienceNanos = Math.max(patienceNanos, LEAST_PATIENCE_NANOS);
            this.atNanos = atNanos;
        }

        /** One of its commands is answered or lost. */
        void over() {
            unanswered--;
            commands--;
            while (!writes.isEmpty() && writes.getFirst().unanswered == 0) {
                writes.removeFirst();
            }
        }
    }

    /** So many commands are written at {@code nowNanos}; the most patient of who asks waits {@code patienceNanos}. */
    Write write(int count, long patienceNanos, long nowNanos) {
        Write write = new Write(count, patienceNanos, nowNanos);
        writes.addLast(write);
        commands += count;
        return write;
    }

    /** How many commands. */
    int commands() {
        return commands;
    }

    /**
     * Suspects the oldest of never being answered; whether that is new. Where this whole process stood still the answer may be
     * there and only not have been read yet.
     */
    boolean suspectOldest() {
        Write oldest = writes.getFirst();
        boolean isNew = !oldest.suspected;
        oldest.suspected = true;
        return isNew;
    }

    /** Since when the oldest has waited, beyond all patience; below 0 where all is well. */
    long overdueNanos(long nowNanos) {
        Write oldest = writes.peekFirst();
        return oldest == null ? -1 : nowNanos - oldest.atNanos - oldest.patienceNanos;
    }
}
