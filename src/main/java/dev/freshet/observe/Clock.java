package dev.freshet.observe;

/** The two times the project knows. Implementations are thread-safe. */
public interface Clock {
    /** Milliseconds since the epoch: for what goes on the wire and for ages. */
    long epochMillis();

    /** Monotonic nanoseconds with an arbitrary origin: for deadlines and intervals. */
    long nanoTime();
}
