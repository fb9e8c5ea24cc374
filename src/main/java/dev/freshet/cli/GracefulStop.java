package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while it is open. Of what runs until it is told to end, they are the end: status 0, for a stop that was
 * asked for and went well is no failure. What has an end of its own they interrupt: the status is the signal's. Thread-safe:
 * immutable, and a latch.
 */
final class GracefulStop implements AutoCloseable {
    private static final long UNWIND_SECONDS = 10;

    private final Thread hook;
    private final CountDownLatch closed;

    private GracefulStop(Thread hook, CountDownLatch closed) {
        this.hook = hook;
        this.closed = closed;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on {@code stop}, which tells of it, is run when the process is told to end, on a thread of its own; the status is 0. */
    static GracefulStop on(PrintWriter err, Runnable stop) {
        return new GracefulStop(new Thread(() -> end(err, stop), "graceful-stop"), new CountDownLatch(1));
    }

    /**
     * From now on the calling thread is interrupted when the process is told to end, and has some seconds to close what it
     * began, this last; the status is that of the signal as shells count it, 130 or 143.
     */
    static GracefulStop interrupting(PrintWriter err) {
        Thread caller = Thread.currentThread();
        CountDownLatch closed = new CountDownLatch(1);
        return new GracefulStop(new Thread(() -> interrupt(err, caller, closed), "graceful-stop"), closed);
    }

    private static void interrupt(PrintWriter err, Thread caller, CountDownLatch closed) {
        caller.interrupt();
        try {
            boolean _ = closed.await(UNWIND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        err.println("freshet: stopped");
        err.flush();
    }

    /** Without the halt the status would be that of the signal. */
    private static void end(PrintWriter err, Runnable stop) {
        int exitStatus = ExitStatus.FINE;
        try {
            stop.run();
        } catch (RuntimeException e) {
            exitStatus = new Failures(err).report(e);
        }
        err.flush();
        Runtime.getRuntime().halt(exitStatus);
    }

    /** The process ends in its ordinary way from now on, unless it was told to end already. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hook runs already and ends the process.
        }
    }
}
