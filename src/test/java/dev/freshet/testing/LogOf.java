package dev.freshet.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What one class, or all of a package, logs while this is open. Thread-safe: a copy-on-write list. */
public final class LogOf implements AutoCloseable {
    private final Logger logger;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    /** Of one class. */
    public LogOf(Class<?> type) {
        this(type.getName());
    }

    /** Of a logger and those below it. */
    public LogOf(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    /** The levels of all events so far. */
    public List<Level> levels() {
        return events.stream().map(ILoggingEvent::getLevel).toList();
    }

    /** The messages at {@code level} or above. */
    public List<String> messages(Level level) {
        return events.stream()
                .filter(each -> each.getLevel().isGreaterOrEqual(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
    }
}
