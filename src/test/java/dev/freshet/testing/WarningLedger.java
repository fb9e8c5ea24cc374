package dev.freshet.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** The warnings and errors of dev.freshet that no {@link LogCapture} took. Thread-safe: a concurrent queue. */
final class WarningLedger extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final WarningLedger INSTALLED = new WarningLedger();

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicInteger captures = new AtomicInteger();

    private record Entry(long number, String text) {}

    /** The ledger of this JVM, listening. */
    static synchronized WarningLedger installed() {
        if (!INSTALLED.isStarted()) {
            INSTALLED.setContext(logger().getLoggerContext());
            INSTALLED.start();
            logger().addAppender(INSTALLED);
        }
        return INSTALLED;
    }

    /** The logger all of Freshet's loggers hang from. */
    static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.freshet");
    }

    /** From now on somebody looks at the events. */
    void captureOpened() {
        captures.incrementAndGet();
    }

    /** The opposite of {@link #captureOpened()}. */
    void captureClosed() {
        captures.decrementAndGet();
    }

    /** A point in the order of events. */
    long mark() {
        return events.get();
    }

    /** Takes out what came after {@code mark}. */
    List<String> takeSince(long mark) {
        List<Entry> taken =
                entries.stream().filter(entry -> entry.number() > mark).toList();
        entries.removeAll(taken);
        return taken.stream().map(Entry::text).toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN) && captures.get() == 0) {
            entries.add(new Entry(
                    events.incrementAndGet(),
                    event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage()));
        }
    }
}
