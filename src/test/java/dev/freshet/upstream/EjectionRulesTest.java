package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EjectionRulesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final EjectionRules RULES = new EjectionRules(3, SECOND, 60 * SECOND);

    /** Soon the time overflows, as a monotonic one may. */
    private static final long NOW = Long.MAX_VALUE - SECOND / 2;

    @Test
    void failuresInARowEject() {
        Ejection state = RULES.failed(RULES.failed(Ejection.NONE, NOW, 0), NOW, 0);
        assertThat(RULES.admits(state, NOW)).isTrue();

        state = RULES.failed(state, NOW, 0);
        assertThat(state).isEqualTo(new Ejection.Out(0, NOW + SECOND));
        assertThat(RULES.admits(state, NOW)).isFalse();
        assertThat(RULES.admits(state, NOW + SECOND - 1)).isFalse();
        assertThat(RULES.admits(state, NOW + SECOND)).isTrue();
    }

    @Test
    void failuresOfRequestsSentBeforeTheEjectionChangeNothing() {
        Ejection out = new Ejection.Out(2, NOW + SECOND);
        assertThat(RULES.failed(out, NOW, 0)).isEqualTo(out);
    }

    @Test
    void afterTheBackOffOneRequestIsAdmitted() {
        Ejection out = new Ejection.Out(1, NOW);
        Ejection trial = RULES.claimed(out, NOW);

        assertThat(trial).isEqualTo(new Ejection.Trial(1, NOW + 2 * SECOND));
        assertThat(RULES.admits(trial, NOW)).isFalse();
        assertThat(RULES.claimed(trial, NOW)).isEqualTo(trial);
    }

    @Test
    void aTrialThatComesToNoEndIsFollowedByAnother() {
        Ejection trial = new Ejection.Trial(1, NOW);
        assertThat(RULES.admits(trial, NOW)).isTrue();
        assertThat(RULES.claimed(trial, NOW)).isEqualTo(new Ejection.Trial(1, NOW + 2 * SECOND));
    }

    @Test
    void aRequestSentInDespairIsNoTrial() {
        Ejection out = new Ejection.Out(1, NOW + 1);
        assertThat(RULES.claimed(out, NOW)).isEqualTo(out);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "2,4", "5,32", "6,60", "30,60"})
    void theBackOffDoublesUpToItsBound(int round, long seconds) {
        assertThat(RULES.backOffNanos(round)).isEqualTo(seconds * SECOND);
    }

    @Test
    void aFailedTrialEjectsForTwiceAsLong() {
        Ejection out = RULES.failed(new Ejection.Trial(0, NOW), NOW, 0);
        assertThat(out).isEqualTo(new Ejection.Out(1, NOW + 2 * SECOND));
    }

    @Test
    void chanceTakesOffUpToAQuarter() {
        Ejection out = RULES.failed(new Ejection.Trial(0, NOW), NOW, 1);
        assertThat(out).isEqualTo(new Ejection.Out(1, NOW + SECOND * 3 / 2));
    }

    @Test
    void oneFailureSufficesWhereTheConfigurationSaysSo() {
        EjectionRules strict = new EjectionRules(1, SECOND, SECOND);
        assertThat(strict.failed(Ejection.NONE, NOW, 0)).isEqualTo(new Ejection.Out(0, NOW + SECOND));
        assertThat(strict.failed(new Ejection.Trial(0, NOW), NOW, 0)).isEqualTo(new Ejection.Out(1, NOW + SECOND));
    }
}
