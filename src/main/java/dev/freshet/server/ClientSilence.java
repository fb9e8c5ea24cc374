package dev.freshet.server;

/**
 * How long an HTTP/1.1 client has been silent, and how long it has been at one request head; by the coarse clock of its
 * worker, so that nothing costs a look at the time. Confined to the event loop of its connection.
 */
final class ClientSilence {
    private final Worker worker;
    private long sinceNanos;
    private long headSinceNanos;
    private boolean headPending;

    /** Silent from now on. */
    ClientSilence(Worker worker) {
        this.worker = worker;
        this.sinceNanos = worker.coarseNanos();
    }

    /** The client sends something. */
    void heard() {
        headPending = false;
        progressed();
    }

    /** Something moves, in whichever direction. */
    void progressed() {
        sinceNanos = worker.coarseNanos();
    }

    /** What the client sent last has been read; {@code insideHead}: a head has begun and not ended. */
    void readEnded(boolean insideHead) {
        if (insideHead && !headPending) {
            headSinceNanos = worker.coarseNanos();
        }
        headPending = insideHead;
    }

    /** Whether a head has been on its way for too long at {@code nowNanos}. */
    boolean isHeadLate(long nowNanos) {
        return headPending && nowNanos - headSinceNanos > worker.limits().head().toNanos();
    }

    /** Whether nothing has moved for too long at {@code nowNanos}. */
    boolean isTooLong(long nowNanos) {
        return nowNanos - sinceNanos > worker.limits().idle().toNanos();
    }
}
