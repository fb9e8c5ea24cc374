package dev.freshet.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** One line that says what is going on, on a terminal; elsewhere nothing. Confined to one thread. */
final class ProgressLine implements AutoCloseable {
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    ProgressLine(PrintWriter out) {
        this.out = out;
    }

    /** In place of what it said before. */
    void show(String what) {
        if (terminal) {
            out.print(CLEAR + "freshet: " + what + " ...");
            out.flush();
        }
    }

    /** Leaves nothing behind. */
    @Override
    public void close() {
        if (terminal) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
