package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NANOS = SECOND.toNanos();

    @Test
    void aLoneResourceTicksExactlyOneIntervalAfterTheStart() {
        assertThat(Ticks.spread(0, SECOND, 42).firstNanos()).isEqualTo(42 + NANOS);
    }

    @Test
    void everyFirstTickComesWithinOneInterval() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(Ticks.spread(i, SECOND, 0).firstNanos()).isBetween(1L, NANOS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 333, 1000, 5000})
    void phasesAreSpreadEvenly(int resources) {
        long[] phases = new long[resources];
        for (int i = 0; i < resources; i++) {
            phases[i] = Ticks.spread(i, SECOND, 0).firstNanos();
        }

        assertThat(Slices.mostWithin(phases, NANOS / 100)).isLessThanOrEqualTo(resources / 100 + 4);
    }

    @Test
    void phasesAreTheSameAtEachStart() {
        long early = Ticks.spread(17, SECOND, 1000).firstNanos() - 1000;
        long late = Ticks.spread(17, SECOND, 99_000).firstNanos() - 99_000;

        assertThat(late).isEqualTo(early);
    }

    @Test
    void theTickAfterATickIsOneIntervalLaterHoweverLateItRan() {
        Ticks ticks = new Ticks(100, 1000);

        assertThat(ticks.after(100)).isEqualTo(1100);
        assertThat(ticks.after(1099)).isEqualTo(1100);
        assertThat(ticks.after(1100)).isEqualTo(2100);
    }

    @Test
    void beforeTheFirstTickTheNextIsTheFirst() {
        assertThat(new Ticks(100, 1000).after(7)).isEqualTo(100);
    }

    @Test
    void missedTicksAreLeftOut() {
        assertThat(new Ticks(100, 1000).after(1_000_050)).isEqualTo(1_000_100);
    }

    @Test
    void theMonotonicClockMayOverflow() {
        Ticks ticks = new Ticks(Long.MAX_VALUE - 10, 1000);

        assertThat(ticks.after(Long.MAX_VALUE - 5)).isEqualTo(Long.MAX_VALUE - 10 + 1000);
        assertThat(ticks.after(Long.MIN_VALUE + 2000)).isEqualTo(Long.MAX_VALUE - 10 + 3000);
    }
}
