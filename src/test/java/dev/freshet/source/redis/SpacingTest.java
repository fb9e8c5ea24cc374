package dev.freshet.source.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.VirtualClock;
import dev.freshet.testing.VirtualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpacingTest {
    private static final Duration MIN = Duration.ofMillis(50);

    private final VirtualClock clock = new VirtualClock();
    private final VirtualTimer timer = new VirtualTimer(clock);
    private final long began = clock.nanoTime();
    private final List<Long> toldAtMillis = new ArrayList<>();
    private final Spacing spacing = new Spacing(
            () -> toldAtMillis.add((clock.nanoTime() - began) / 1_000_000),
            MIN.toNanos(),
            clock,
            (task, delayNanos) -> timer.schedule(clock.nanoTime() + delayNanos, task));

    @Test
    void theFirstChangeIsToldAtOnce() {
        spacing.signal();
        assertThat(toldAtMillis).containsExactly(0L);
    }

    @Test
    void whatComesTooSoonIsToldOnceWhenItMayBe() {
        for (int i = 0; i < 10; i++) {
            spacing.signal();
            timer.advance(Duration.ofMillis(4));
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(toldAtMillis).containsExactly(0L, 50L);
    }

    @Test
    void changesWithoutEndAreToldAsOftenAsTheyMayBe() {
        for (int i = 0; i < 1000; i++) {
            spacing.signal();
            timer.advance(Duration.ofMillis(1));
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(toldAtMillis).hasSize(21).startsWith(0L, 50L, 100L).endsWith(1000L);
    }

    @Test
    void aChangeAfterAPauseIsToldAtOnceAgain() {
        spacing.signal();
        timer.advance(MIN);
        spacing.signal();
        timer.advance(Duration.ofSeconds(1));
        assertThat(toldAtMillis).containsExactly(0L, 50L);
    }
}
