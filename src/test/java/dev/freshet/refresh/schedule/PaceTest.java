package dev.freshet.refresh.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace everySecond = pace(SECOND, SECOND, 5 * SECOND);

    @Test
    void whileAllIsWellTheWaitIsTheInterval() {
        assertThat(everySecond.good(true, true)).isEqualTo(SECOND);
        assertThat(everySecond.good(false, false)).isEqualTo(SECOND);
        assertThat(everySecond.waitNanos()).isEqualTo(SECOND);
    }

    @Test
    void theFirstFailureWaitsNoLongerThanTheInterval() {
        assertThat(everySecond.failed(0)).isEqualTo(SECOND);
    }

    @Test
    void failuresInARowDoubleTheWaitLessUpToAHalfUntilTheBound() {
        everySecond.failed(0);
        assertThat(everySecond.failed(0)).isBetween(SECOND, 2 * SECOND);
        assertThat(everySecond.failed(0)).isBetween(2 * SECOND, 4 * SECOND);
        for (int i = 0; i < 1000; i++) {
            assertThat(everySecond.failed(0)).isBetween(5 * SECOND / 2, 5 * SECOND);
        }
    }

    @Test
    void theWaitsOfManyAreNotTheSame() {
        LongStream waits = LongStream.range(0, 100).map(seed -> {
            Pace pace = new Pace(new Pace.Bounds(SECOND, SECOND, 60 * SECOND, SECOND), new SplittableRandom(seed));
            for (int i = 0; i < 10; i++) {
                pace.failed(0);
            }
            return pace.waitNanos() / SECOND;
        });

        assertThat(waits.distinct().count()).isGreaterThan(20);
    }

    @Test
    void theFirstSuccessEndsTheBackOff() {
        for (int i = 0; i < 10; i++) {
            everySecond.failed(0);
        }

        assertThat(everySecond.good(false, true)).isEqualTo(SECOND);
        assertThat(everySecond.failed(0)).isEqualTo(SECOND);
    }

    @Test
    void anHourlyResourceIsTriedAgainAfterASecondAndThenLessOften() {
        Pace hourly = pace(3600 * SECOND, 3600 * SECOND, 60 * SECOND);

        assertThat(hourly.failed(0)).isEqualTo(SECOND);
        assertThat(hourly.failed(0)).isBetween(SECOND, 2 * SECOND);
        assertThat(hourly.failed(0)).isBetween(2 * SECOND, 4 * SECOND);
        assertThat(hourly.good(true, true)).isEqualTo(3600 * SECOND);
    }

    @Test
    void aBoundOfTheIntervalMeansNoBackOff() {
        Pace redis = pace(SECOND / 2, SECOND / 2, SECOND / 2);

        for (int i = 0; i < 100; i++) {
            assertThat(redis.failed(0)).isEqualTo(SECOND / 2);
        }
    }

    @Test
    void whatTheSourceAsksForIsKeptToUpToThePatience() {
        assertThat(everySecond.failed(30 * SECOND)).isEqualTo(30 * SECOND);
        assertThat(everySecond.failed(3600 * SECOND)).isEqualTo(60 * SECOND);
        assertThat(everySecond.failed(1)).isGreaterThanOrEqualTo(SECOND);
    }

    @Test
    void aRefusalNeverWaitsLongerThanTheInterval() {
        for (int i = 0; i < 100; i++) {
            assertThat(everySecond.refused()).isEqualTo(SECOND);
        }
        assertThat(pace(3600 * SECOND, 3600 * SECOND, 60 * SECOND).refused()).isEqualTo(SECOND);
    }

    @Test
    void countlessFailuresDoNotOverflow() {
        Pace daily = pace(86_400 * SECOND, 86_400 * SECOND, 3600 * SECOND);

        for (int i = 0; i < 100_000; i++) {
            assertThat(daily.failed(0)).isBetween(SECOND, 3600 * SECOND);
        }
    }

    private static Pace pace(long shortest, long longest, long backOff) {
        return new Pace(new Pace.Bounds(shortest, longest, backOff, 60 * SECOND), new SplittableRandom(1));
    }
}
