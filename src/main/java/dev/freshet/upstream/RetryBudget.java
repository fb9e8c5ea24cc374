package dev.freshet.upstream;

/**
 * Bounds the retries of one event loop to a share of its exchanges, so that a failing upstream is not asked much more than
 * a sound one. A bucket that each exchange fills a little. The first tokens are lent, so that the first exchanges can be
 * retried too, and paid back before any more are given: at no time have there been more retries than the share, or than
 * the loan. Confined to one event loop.
 */
final class RetryBudget {
    /** What one retry costs; an exchange brings as much as the percentage. */
    private static final int COST = 100;

    private static final int MOST = 100 * COST;

    private final int percent;
    private int tokens;
    private int debt;

    /** {@code percent} retries for each hundred exchanges, of which the first {@code lent} may come early. */
    RetryBudget(int percent, int lent) {
        this.percent = percent;
        this.tokens = percent == 0 ? 0 : lent * COST;
        this.debt = tokens;
    }

    /** An exchange begins. */
    void earn() {
        if (debt > 0) {
            debt -= percent;
        } else if (tokens < MOST) {
            tokens += percent;
        }
    }

    /** Whether there may be a retry now. */
    boolean allows() {
        return tokens >= COST;
    }

    /** There is one; only while {@link #allows()}. */
    void spend() {
        tokens -= COST;
    }
}
