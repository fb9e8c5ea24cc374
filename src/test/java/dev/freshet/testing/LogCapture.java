package dev.freshet.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Collects the events of dev.freshet (INFO and above) while it is open; warnings that come meanwhile are the test's to
 * judge and do not fail it. Close it after whatever logs has stopped. Thread-safe: a concurrent list.
 *
 * <pre>{@code
 * try (LogCapture log = new LogCapture()) {
 *     ...
 *     assertThat(log.warnings()).containsExactly("...");
 * }
 * }</pre>
 */
public final class LogCapture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final WarningLedger ledger = WarningLedger.installed();
    private final Collector collector = new Collector();

    /** Adds each event to the list. Thread-safe: the list is. */
    private final class Collector extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    }

    /** Begins to collect. */
    public LogCapture() {
        collector.setContext(WarningLedger.logger().getLoggerContext());
        collector.start();
        ledger.captureOpened();
        WarningLedger.logger().addAppender(collector);
    }

    /** All events so far. */
    public List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    /** The messages of all events so far, formatted. */
    public List<String> messages() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The messages of warnings and errors so far, formatted. */
    public List<String> warnings() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Waits for an event whose message contains {@code part}, and returns the message; fails when none comes. */
    public String await(String part) {
        return await(event -> event.getFormattedMessage().contains(part)).getFormattedMessage();
    }

    /** Waits for an event, and returns it; fails when none comes. */
    public ILoggingEvent await(Predicate<ILoggingEvent> wanted) {
        if (!Patience.until(() -> events.stream().anyMatch(wanted), PATIENCE)) {
            throw new AssertionError("no such event among " + messages());
        }
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        WarningLedger.logger().detachAppender(collector);
        ledger.captureClosed();
        collector.stop();
    }
}
