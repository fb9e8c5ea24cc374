package dev.freshet.cli;

import java.io.PrintWriter;

/**
 * Ctrl-C and SIGTERM while it is open: stops what runs, prints one line and ends with status 0 unless told otherwise, for a
 * stop that was asked for and went well is no failure. Thread-safe: immutable.
 */
final class GracefulStop implements AutoCloseable {
    private final Thread hook;

    private GracefulStop(Thread hook) {
        this.hook = hook;
    }

    /** From now on {@code stop} is run when the process is told to end, on a thread of its own. */
    static GracefulStop on(PrintWriter err, Runnable stop) {
        return on(err, stop, ExitStatus.FINE);
    }

    /** The same with another status, for what had an end of its own to come to. */
    static GracefulStop on(PrintWriter err, Runnable stop, int exitStatus) {
        Thread hook = new Thread(() -> end(err, stop, exitStatus), "graceful-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new GracefulStop(hook);
    }

    /** Without the halt the status would be that of the signal. */
    private static void end(PrintWriter err, Runnable stop, int stopped) {
        int exitStatus = stopped;
        try {
            stop.run();
            err.println("freshet: stopped");
        } catch (RuntimeException e) {
            exitStatus = new Failures(err).report(e);
        }
        err.flush();
        Runtime.getRuntime().halt(exitStatus);
    }

    /** The process ends in its ordinary way from now on, unless it was told to end already. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hook runs already and ends the process.
        }
    }
}
