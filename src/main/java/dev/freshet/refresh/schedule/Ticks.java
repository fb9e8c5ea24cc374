package dev.freshet.refresh.schedule;

/** When one resource may be fetched; all times are nanoseconds of the monotonic clock. Implementations are thread-safe. */
public sealed interface Ticks permits SteadyTicks, AlignedTicks {
    /** From one tick to the next, above 0. */
    long intervalNanos();

    /** The first tick later than {@code nanos}: those missed meanwhile are left out. */
    long after(long nanos);

    /** Where the tick lies now that was found to lie at {@code dueNanos}: the wall clock may have been set since. */
    long corrected(long dueNanos);

    /** How long a tick may be waited for before it is corrected. */
    long patienceNanos();
}
