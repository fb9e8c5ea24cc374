package dev.freshet.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * From its making until {@link #verify}: every buffer allocated in between must be released, and nothing may have been
 * logged as a warning. Confined to the thread of the test.
 */
final class Watch {
    private static final int SHOWN = 5;

    private final BufferLedger buffers = BufferLedger.installed();
    private final WarningLedger warnings = WarningLedger.installed();
    private final long firstBuffer = buffers.mark();
    private final long firstWarning = warnings.mark();

    /** What {@link #verify} looks at. */
    enum Matter {
        BUFFERS,
        WARNINGS
    }

    /**
     * Waits at most {@code patience} for event loops to release what they hold, where {@code matters} has buffers.
     *
     * @throws AssertionError naming the warnings, with the origins of the buffers as suppressed exceptions
     */
    void verify(Set<Matter> matters, Duration patience) {
        List<String> faults = new ArrayList<>();
        List<String> warned = warnings.takeSince(firstWarning);
        if (matters.contains(Matter.WARNINGS)) {
            warned.forEach(text -> faults.add("unexpected " + text));
        }
        List<BufferLedger.Entry> leaked = List.of();
        if (matters.contains(Matter.BUFFERS)) {
            leaked = leaked(patience);
            buffers.takeReported()
                    .forEach(report -> faults.add("reported by Netty, from this test or one before: " + report));
        }
        if (!leaked.isEmpty()) {
            faults.add("not released: " + leaked.size() + " (buffers or TLS engines; their allocation is shown below)");
        }
        if (!faults.isEmpty()) {
            throw failure(faults, leaked);
        }
    }

    /** The test has failed already: what it left behind is no further fault. */
    void forgive() {
        buffers.forget(buffers.openSince(firstBuffer));
        warnings.takeSince(firstWarning);
    }

    private List<BufferLedger.Entry> leaked(Duration patience) {
        Patience.until(() -> buffers.openSince(firstBuffer).isEmpty(), patience);
        List<BufferLedger.Entry> leaked = buffers.openSince(firstBuffer);
        buffers.forget(leaked);
        return leaked;
    }

    private static AssertionError failure(List<String> faults, List<BufferLedger.Entry> leaked) {
        AssertionError failure = new AssertionError(String.join("\n", faults));
        leaked.stream().limit(SHOWN).map(BufferLedger.Entry::origin).forEach(failure::addSuppressed);
        return failure;
    }
}
