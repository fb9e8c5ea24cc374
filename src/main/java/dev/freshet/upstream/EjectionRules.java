package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;

/**
 * From one state of an ejection to the next. Failures in a row eject; the back-off doubles with each failed return. One
 * success, of whichever request, ends it all: it is the better evidence. Immutable: pure functions only.
 *
 * @param failures in a row that eject, at least 1
 * @param backOffNanos the first back-off
 * @param maxBackOffNanos the bound of the doubling
 */
record EjectionRules(int failures, long backOffNanos, long maxBackOffNanos) {
    /** The share of a back-off that chance may take off, so that servers ejected together do not return together. */
    private static final double JITTER = 0.25;

    private static final int MOST_DOUBLINGS = 30;

    static EjectionRules of(UpstreamConfig.Ejection config) {
        return new EjectionRules(
                config.failures(),
                config.backOff().toNanos(),
                config.maxBackOff().toNanos());
    }

    /** Whether a request may be sent there. */
    boolean admits(Ejection state, long nanos) {
        return switch (state) {
            case Ejection.In _ -> true;
            case Ejection.Out out -> nanos - out.untilNanos() >= 0;
            case Ejection.Trial trial -> nanos - trial.untilNanos() >= 0;
        };
    }

    /** A request is sent there: after the back-off it is the trial, and no other is admitted for as long again. */
    Ejection claimed(Ejection state, long nanos) {
        return switch (state) {
            case Ejection.In in -> in;
            case Ejection.Out out -> admits(out, nanos) ? trial(out.round(), nanos) : out;
            case Ejection.Trial trial -> admits(trial, nanos) ? trial(trial.round(), nanos) : trial;
        };
    }

    /**
     * A request failed there.
     *
     * @param jitter at random within 0..1
     */
    Ejection failed(Ejection state, long nanos, double jitter) {
        return switch (state) {
            case Ejection.In in when in.failures() + 1 < failures -> new Ejection.In(in.failures() + 1);
            case Ejection.In _ -> out(0, nanos, jitter);
            case Ejection.Out out -> out; // it was sent before the ejection, or because every server is out
            case Ejection.Trial trial -> out(Math.min(trial.round() + 1, MOST_DOUBLINGS), nanos, jitter);
        };
    }

    /** How long a server is left alone in its {@code round}, before jitter. */
    long backOffNanos(int round) {
        long most = maxBackOffNanos >> round;
        return backOffNanos >= most ? maxBackOffNanos : backOffNanos << round;
    }

    private Ejection trial(int round, long nanos) {
        return new Ejection.Trial(round, nanos + backOffNanos(round));
    }

    private Ejection out(int round, long nanos, double jitter) {
        long full = backOffNanos(round);
        return new Ejection.Out(round, nanos + full - (long) (full * JITTER * jitter));
    }
}
