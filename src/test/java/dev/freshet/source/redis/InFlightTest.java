package dev.freshet.source.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = Long.MAX_VALUE - SECOND / 2; // the monotonic clock may overflow

    private final InFlight inFlight = new InFlight();

    @Test
    void nothingInFlightIsNeverOverdue() {
        assertThat(inFlight.overdueNanos(START)).isNegative();
    }

    @Test
    void aWriteIsOverdueOnceTheMostPatientHasGivenUp() {
        inFlight.write(1, 3 * SECOND, START);
        assertThat(inFlight.overdueNanos(START + 3 * SECOND - 1)).isNegative();
        assertThat(inFlight.overdueNanos(START + 4 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void impatienceShorterThanASecondIsNoProofOfSilence() {
        inFlight.write(1, SECOND / 100, START);
        assertThat(inFlight.overdueNanos(START + SECOND / 2)).isNegative();
        assertThat(inFlight.overdueNanos(START + SECOND + 1)).isPositive();
    }

    @Test
    void theOldestWriteCounts() {
        InFlight.Write first = inFlight.write(2, SECOND, START);
        inFlight.write(1, SECOND, START + SECOND);
        first.over();
        assertThat(inFlight.overdueNanos(START + SECOND + 1)).isPositive();
        first.over();
        assertThat(inFlight.overdueNanos(START + SECOND + 1)).isNegative();
        assertThat(inFlight.commands()).isEqualTo(1);
    }

    @Test
    void aWriteIsSuspectedOnce() {
        InFlight.Write first = inFlight.write(1, SECOND, START);
        inFlight.write(1, SECOND, START);
        assertThat(inFlight.suspectOldest()).isTrue();
        assertThat(inFlight.suspectOldest()).isFalse();
        first.over();
        assertThat(inFlight.suspectOldest()).isTrue();
    }
}
