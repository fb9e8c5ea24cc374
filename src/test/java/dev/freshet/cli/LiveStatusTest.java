package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo's line of numbers, shown when the test says so. Confined to the test's thread. */
final class LiveStatusTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final Deque<StatusLine> numbers = new ArrayDeque<>(List.of(
            new StatusLine(new Status(9, 0.2, 1_000, 10, 1, 2, 3), 50, 0),
            new StatusLine(new Status(9, 0.84, 4_000, 19, 1, 2, 3), 68, 2 * SECOND),
            new StatusLine(new Status(9, 0.84, 4_000, 19, 1, 2, 3), 68, 3 * SECOND)));

    @Test
    void ratesAreThoseSinceTheLineBefore() {
        show(false);

        assertThat(out.toString().lines())
                .containsExactly(
                        "9 fresh, oldest 0.8 s | 1,500 hits/s | refreshes: 19 new, 1 unchanged, 5 failed | origin 9/s",
                        "9 fresh, oldest 0.8 s | 0 hits/s | refreshes: 19 new, 1 unchanged, 5 failed | origin 0/s");
    }

    @Test
    void aTerminalHasOneLineRewritten() {
        show(true);

        assertThat(out.toString()).startsWith("\r").doesNotContain("\n").endsWith("\r");
    }

    @Test
    void aTerminalIsLeftAtTheBeginningOfALineOfItsOwn() {
        LiveStatus status = new LiveStatus(new PrintWriter(out), true, numbers::remove);
        status.show();
        status.close();
        status.close();
        status.show();

        assertThat(out.toString()).endsWith("\r\n").containsOnlyOnce("\n");
    }

    private void show(boolean terminal) {
        LiveStatus status = new LiveStatus(new PrintWriter(out), terminal, numbers::remove);
        status.show();
        status.show();
    }
}
