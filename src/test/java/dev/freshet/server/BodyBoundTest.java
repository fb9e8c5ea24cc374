package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.LimitsConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyBoundTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = Long.MAX_VALUE - 5 * SECOND;

    private final BodyBound bound = new BodyBound(new LimitsConfig.Body(1000, 10), START);
    private long now = START;

    @Test
    void theLastByteThatFitsIsTaken() {
        assertThat(bound.takes(999)).isTrue();
        assertThat(bound.takes(1)).isTrue();
        assertThat(bound.takes(1)).isFalse();
    }

    @Test
    void aSilentClientHasHalfAMinute() {
        assertThat(slowAfter(30, true)).isFalse();
        assertThat(slowAfter(1, true)).isTrue();
    }

    @Test
    void whoKeepsTheRateMayTakeForEver() {
        for (int i = 0; i < 90; i++) {
            assertThat(slowAfter(1, true)).isFalse();
            bound.takes(10);
        }
    }

    @Test
    void whoIsSlowerFallsBehindByTheDifference() {
        for (int i = 0; i < 59; i++) {
            assertThat(slowAfter(1, true)).as("second %s", i).isFalse();
            bound.takes(5);
        }
        assertThat(slowAfter(2, true)).isTrue();
    }

    @Test
    void haveComeQuicklyBeforeBuysNoMoreThanHalfAMinute() {
        bound.takes(900);

        assertThat(slowAfter(31, true)).isTrue();
    }

    @Test
    void timeInWhichTheUpstreamTakesNothingDoesNotCount() {
        assertThat(slowAfter(1000, false)).isFalse();
        assertThat(slowAfter(30, true)).isFalse();
        assertThat(slowAfter(1, true)).isTrue();
    }

    @Test
    void withoutARateNobodyIsTooSlow() {
        BodyBound patient = new BodyBound(new LimitsConfig.Body(1000, 0), START);

        assertThat(patient.isTooSlow(START + 1000 * SECOND, true)).isFalse();
    }

    private boolean slowAfter(int seconds, boolean awaited) {
        now += seconds * SECOND;
        return bound.isTooSlow(now, awaited);
    }
}
