package dev.freshet.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logback.xml makes of an event, in a context apart from the one the tests log to. Confined to the test's thread. */
final class LoggingTest {
    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void anEventIsOneLineWithTimeLevelShortLoggerAndMessage() throws JoranException {
        configure("INFO");

        assertThat(line("endpoints[0]: stale", null))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
                        + " WARN  Refresher: endpoints\\[0]: stale\\R");
    }

    @Test
    void aStackTraceIsNotShown() throws JoranException {
        configure("INFO");

        assertThat(line("stale", new IllegalStateException("why")))
                .endsWith("Refresher: stale" + System.lineSeparator());
    }

    @Test
    void aStackTraceIsShownAtDebug() throws JoranException {
        configure("DEBUG");

        assertThat(line("stale", new IllegalStateException("why")))
                .contains("java.lang.IllegalStateException: why", "at dev.freshet.observe.LoggingTest");
    }

    @Test
    void aMessageCannotStartALineOfItsOwn() throws JoranException {
        configure("INFO");

        assertThat(line("bad\r\n2026-01-01 ERROR forged\u001b[2J", null))
                .endsWith("Refresher: bad 2026-01-01 ERROR forged [2J" + System.lineSeparator());
    }

    @Test
    void levelsAreInfoForFreshetWarnForTheRestErrorForLettuce() throws JoranException {
        configure(null);

        assertThat(context.getLogger("dev.freshet.refresh.Refresher").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty.handler").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.lettuce.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"freshet.log.level", "FRESHET_LOG"})
    void theLevelOfFreshetIsTheOneAskedFor(String name) throws JoranException {
        context.putProperty(name, "ERROR");
        configure(null);

        assertThat(context.getLogger("dev.freshet.refresh.Refresher").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
    }

    private void configure(String level) throws JoranException {
        if (level != null) {
            context.putProperty("freshet.log.level", level);
        }
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getEffectiveLevel() >= Status.WARN);
    }

    private String line(String message, Throwable thrown) {
        Logger logger = context.getLogger("dev.freshet.refresh.Refresher");
        ILoggingEvent event = new LoggingEvent(LoggingTest.class.getName(), logger, Level.WARN, message, thrown, null);
        ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        assertThat(stderr.getTarget()).isEqualTo("System.err");
        return new String(stderr.getEncoder().encode(event), UTF_8);
    }
}
