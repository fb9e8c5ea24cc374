package dev.freshet.observe;

/** The machine's clock; the only reader of it in the project, so that everything else runs in virtual time. Thread-safe. */
public final class SystemClock implements Clock {

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
