package dev.freshet.compare;

import org.jspecify.annotations.Nullable;

/** When the requests of one event loop begin. Confined to that event loop. */
sealed interface Pace {
    /** No request is due. */
    long NOTHING = Long.MIN_VALUE;

    /** The round lasts from {@code startNanos} to {@code endNanos}; before that nothing is due. */
    void start(long startNanos, long endNanos);

    /** The intended start of the request that may be sent now, which then counts as sent; or {@link #NOTHING}. */
    long take(long nowNanos);

    /** When the next one is due; {@link #NOTHING}: there is none whose time is known. */
    long nextNanos();

    /** Requests that were due before {@code nowNanos} and not taken. */
    long owed(long nowNanos);

    /** {@code part} of {@code parts}, counted from 0, of the load. */
    static Pace of(Load load, int part, int parts) {
        @Nullable Integer rate = load.ratePerSecond();
        return rate == null ? new EachAnswer() : new Constant(rate, part, parts);
    }

    /** Each answer brings the next request: a closed loop. Confined to its event loop. */
    final class EachAnswer implements Pace {
        private boolean started;
        private long endNanos;

        @Override
        public void start(long start, long end) {
            started = true;
            endNanos = end;
        }

        @Override
        public long take(long nowNanos) {
            return started && nowNanos - endNanos < 0 ? nowNanos : NOTHING;
        }

        @Override
        public long nextNanos() {
            return NOTHING;
        }

        @Override
        public long owed(long nowNanos) {
            return 0;
        }
    }

    /** Requests begin at fixed times, whatever the answers do. Confined to its event loop. */
    final class Constant implements Pace {
        private static final double NANOS_PER_SECOND = 1e9;

        private final double gapNanos;
        private final double firstNanos;
        private boolean started;
        private long startNanos;
        private long endNanos;
        private long taken;

        Constant(int ratePerSecond, int part, int parts) {
            gapNanos = NANOS_PER_SECOND * parts / ratePerSecond;
            firstNanos = NANOS_PER_SECOND * part / ratePerSecond;
        }

        @Override
        public void start(long start, long end) {
            started = true;
            startNanos = start;
            endNanos = end;
        }

        @Override
        public long take(long nowNanos) {
            long due = nextNanos();
            if (due == NOTHING || due - nowNanos > 0) {
                return NOTHING;
            }
            taken++;
            return due;
        }

        @Override
        public long nextNanos() {
            long due = startNanos + (long) (firstNanos + taken * gapNanos);
            return started && due - endNanos < 0 ? due : NOTHING;
        }

        @Override
        public long owed(long nowNanos) {
            long until = Math.min(nowNanos - startNanos, endNanos - startNanos);
            long due = started && until > firstNanos ? (long) Math.ceil((until - firstNanos) / gapNanos) : 0;
            return Math.max(0, due - taken);
        }
    }
}
