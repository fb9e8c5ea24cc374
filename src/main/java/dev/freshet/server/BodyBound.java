package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import java.time.Duration;

/**
 * What is left of the bounds on the body of one request. Of time it keeps a credit: it runs out while the client is waited
 * for, and grows with each byte, up to the half minute it begins with. Confined to one event loop.
 */
final class BodyBound {
    private static final long MOST_CREDIT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final LimitsConfig.Body limits;
    private long bytes;
    private long creditNanos = MOST_CREDIT_NANOS;
    private long sinceNanos;

    /** Of a body that begins at {@code nowNanos}. */
    BodyBound(LimitsConfig.Body limits, long nowNanos) {
        this.limits = limits;
        this.sinceNanos = nowNanos;
    }

    /** {@code more} bytes have come; false: it is too long. */
    boolean takes(int more) {
        bytes += more;
        if (limits.bytesPerSecond() > 0) {
            creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + more * SECOND_NANOS / limits.bytesPerSecond());
        }
        return bytes <= limits.maxBytes();
    }

    /** Whether it comes too slowly at {@code nowNanos}; {@code awaited}: since it was last asked, the client could send. */
    boolean isTooSlow(long nowNanos, boolean awaited) {
        if (awaited && limits.bytesPerSecond() > 0) {
            creditNanos -= nowNanos - sinceNanos;
        }
        sinceNanos = nowNanos;
        return creditNanos < 0;
    }
}
