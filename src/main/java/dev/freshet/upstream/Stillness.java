package dev.freshet.upstream;

/**
 * How long nothing has happened, for those who are asked now and then and do not want to look at the clock each time
 * something does: what happened is dated to the next time somebody asks. Confined to one event loop.
 */
final class Stillness {
    private boolean stirred;
    private long sinceNanos;

    /** Still since {@code nanos}. */
    Stillness(long nanos) {
        sinceNanos = nanos;
    }

    /** Something happens. */
    void stir() {
        stirred = true;
    }

    /** For how many nanoseconds nothing has happened; {@code nanos} is now. */
    long nanos(long nanos) {
        if (stirred) {
            stirred = false;
            sinceNanos = nanos;
        }
        return nanos - sinceNanos;
    }
}
