package dev.freshet.compare;

import java.time.Duration;

/**
 * Makes the load: the embedded generator, or an installed tool. It opens its connections anew for each round, so that
 * nothing of one side is in flight while the other is measured. Confined to one thread, but for what it starts itself.
 */
public interface LoadEngine extends AutoCloseable {
    /** What made the load, as a report names it, such as {@code freshet} or {@code wrk 4.1.0}. */
    String name();

    /**
     * Puts the load on one side for one round, or to warm it up, and waits for its end. Every connection goes to the
     * address of the target; its URL gives scheme, Host and request target only.
     *
     * @param length of this round; the lengths and the number of rounds in {@code load} are not looked at
     * @return what was counted, also where every request failed: a side that breaks down is a finding
     * @throws ComparisonProblemException the engine itself cannot do this, such as a tool that is not installed or knows
     *     no constant rate
     * @throws InterruptedException the thread was interrupted; everything the round started has been stopped
     */
    Sample measure(Target target, Load load, Duration length) throws ComparisonProblemException, InterruptedException;

    /** Stops what it started. Idempotent. */
    @Override
    void close();
}
