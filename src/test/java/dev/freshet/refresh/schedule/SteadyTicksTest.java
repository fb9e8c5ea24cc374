package dev.freshet.refresh.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SteadyTicksTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, 999_999_999, 1_000_000_000, -1, -7_300_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void theFirstTickComesWithinOneIntervalAndLiesOnThePhase(long now) {
        SteadyTicks ticks = SteadyTicks.of(300_000_000, SECOND, now);

        assertThat(ticks.firstNanos() - now).isBetween(1L, SECOND);
        if (ticks.firstNanos() > now) {
            assertThat(Math.floorMod(ticks.firstNanos(), SECOND)).isEqualTo(300_000_000);
        }
    }

    @Test
    void theTicksOfAPhaseAreTheSameWheneverOneAsks() {
        SteadyTicks early = SteadyTicks.of(300_000_000, SECOND, 1_000_000_123L);
        SteadyTicks late = SteadyTicks.of(300_000_000, SECOND, 99_712_000_000L);

        assertThat(early.after(late.firstNanos() - 1)).isEqualTo(late.firstNanos());
    }

    @Test
    void theTickAfterATickIsOneIntervalLaterHoweverLateItRan() {
        SteadyTicks ticks = new SteadyTicks(100, 1000);

        assertThat(ticks.after(100)).isEqualTo(1100);
        assertThat(ticks.after(1099)).isEqualTo(1100);
        assertThat(ticks.after(1100)).isEqualTo(2100);
    }

    @Test
    void beforeTheFirstTickTheNextIsTheFirst() {
        assertThat(new SteadyTicks(100, 1000).after(7)).isEqualTo(100);
    }

    @Test
    void missedTicksAreLeftOut() {
        assertThat(new SteadyTicks(100, 1000).after(1_000_050)).isEqualTo(1_000_100);
    }

    @Test
    void theMonotonicClockMayOverflow() {
        SteadyTicks ticks = new SteadyTicks(Long.MAX_VALUE - 10, 1000);

        assertThat(ticks.after(Long.MAX_VALUE - 5)).isEqualTo(Long.MAX_VALUE - 10 + 1000);
        assertThat(ticks.after(Long.MIN_VALUE + 2000)).isEqualTo(Long.MAX_VALUE - 10 + 3000);
    }
}
