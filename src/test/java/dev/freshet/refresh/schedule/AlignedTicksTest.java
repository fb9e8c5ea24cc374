package dev.freshet.refresh.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.VirtualClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlignedTicksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualClock clock = new VirtualClock();
    private final AlignedTicks ticks = new AlignedTicks(SECOND.toNanos(), clock);

    @Test
    void aTickIsAWholeMultipleOfTheIntervalOnTheWallClock() {
        clock.stepWall(Duration.ofNanos(123_456_789));

        goTo(ticks.after(clock.nanoTime()));

        assertThat(clock.epochMillis() % 1000).isZero();
    }

    @Test
    void twoNodesWithClocksOfTheirOwnHaveTheSameTick() {
        VirtualClock other = new VirtualClock();
        other.advance(Duration.ofNanos(700_000_001));
        other.stepWall(Duration.ofNanos(-700_000_001));
        AlignedTicks there = new AlignedTicks(SECOND.toNanos(), other);

        goTo(ticks.after(clock.nanoTime()));
        other.advance(Duration.ofNanos(there.after(other.nanoTime()) - other.nanoTime()));

        assertThat(other.epochMillis()).isEqualTo(clock.epochMillis());
    }

    @Test
    void thereIsOneTickForEachMultipleWhileTheWallClockRunsALittleSlowOrFast() {
        Random random = new Random(1);
        goTo(ticks.after(clock.nanoTime()));
        for (int i = 0; i < 3600; i++) {
            long before = clock.epochMillis();
            clock.stepWall(Duration.ofNanos(random.nextLong(-1_000_000, 1_000_000)));
            goTo(ticks.after(clock.nanoTime()) + random.nextLong(5_000_000));

            assertThat(Math.round(clock.epochMillis() / 1000.0)).isEqualTo(Math.round(before / 1000.0) + 1);
        }
    }

    @Test
    void whateverTheClockStepsAnIntervalLastsFromHalfToOneAndAHalf() {
        Random random = new Random(2);
        long last = clock.nanoTime();
        for (int i = 0; i < 1000; i++) {
            long due = ticks.after(clock.nanoTime());
            clock.stepWall(Duration.ofMillis(random.nextLong(-5_000_000, 5_000_000)));
            due = ticks.corrected(due);
            goTo(due);

            assertThat(clock.epochMillis() % 1000).isZero();
            assertThat(due - last).isBetween(SECOND.toNanos() / 2 - 2_000_000, SECOND.toNanos() * 7 / 4);
            last = due;
        }
    }

    private void goTo(long nanos) {
        clock.advance(Duration.ofNanos(Math.max(0, nanos - clock.nanoTime())));
    }
}
