package dev.freshet.refresh.schedule;

/**
 * Ticks at {@code first + n * interval} of the monotonic clock, however late any of them ran, so that nothing drifts.
 * Immutable.
 *
 * @param firstNanos of the clock's monotonic time
 * @param intervalNanos above 0
 */
public record SteadyTicks(long firstNanos, long intervalNanos) implements Ticks {

    /**
     * The ticks of a phase. They hang on the zero of the clock, so that whoever asks again, at whatever time, is given the
     * same ones; the first is the first after {@code nowNanos}.
     *
     * @param phaseNanos 0 up to the interval
     */
    public static SteadyTicks of(long phaseNanos, long intervalNanos, long nowNanos) {
        long sinceTick = Math.floorMod(Math.floorMod(nowNanos, intervalNanos) - phaseNanos, intervalNanos);
        return new SteadyTicks(nowNanos + intervalNanos - sinceTick, intervalNanos);
    }

    @Override
    public long after(long nanos) {
        long sinceFirst = nanos - firstNanos;
        return sinceFirst < 0 ? firstNanos : firstNanos + (sinceFirst / intervalNanos + 1) * intervalNanos;
    }

    @Override
    public long corrected(long dueNanos) {
        return dueNanos;
    }

    @Override
    public long patienceNanos() {
        return Long.MAX_VALUE;
    }
}
