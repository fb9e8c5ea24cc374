package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows numbers while the demo runs: on a terminal one line rewritten each second, else a line every ten. Thread-safe: by its monitor. */
final class LiveStatus implements AutoCloseable {
    private static final int SECONDS_ON_TERMINAL = 1;
    private static final int SECONDS_ELSEWHERE = 10;
    /** To the line's start; what is wider than the terminal is cut rather than wrapped. */
    private static final String BEGIN = "\r\033[?7l";
    /** Clears the rest of the line before and wraps again; what the log prints next begins at the line's start. */
    private static final String END = "\033[K\033[?7h\r";

    private final PrintWriter out;
    private final boolean terminal;
    private final Supplier<StatusLine> numbers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-status").factory());
    private StatusLine last;
    private boolean closed;

    /**
     * Shows nothing yet.
     *
     * @param terminal whether {@code out} understands how to rewrite a line
     * @param numbers as they are now; called on a thread of its own
     */
    LiveStatus(PrintWriter out, boolean terminal, Supplier<StatusLine> numbers) {
        this.out = out;
        this.terminal = terminal;
        this.numbers = numbers;
        this.last = numbers.get();
    }

    /** Begins; to be called once. */
    void start() {
        int seconds = terminal ? SECONDS_ON_TERMINAL : SECONDS_ELSEWHERE;
        var _ = timer.scheduleAtFixedRate(this::show, seconds, seconds, TimeUnit.SECONDS);
    }

    /** Shows the numbers once. */
    synchronized void show() {
        if (closed) {
            return;
        }
        StatusLine now = numbers.get();
        String line = now.since(last);
        last = now;
        if (terminal) {
            out.print(BEGIN + line + END);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** The last line stays, and what follows begins on one of its own. */
    @Override
    public synchronized void close() {
        timer.shutdownNow();
        if (!closed && terminal) {
            show();
            out.println();
            out.flush();
        }
        closed = true;
    }
}
