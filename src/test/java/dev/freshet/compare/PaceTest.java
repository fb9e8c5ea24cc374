package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When requests begin, in virtual time that overflows. Confined to the test's thread. */
final class PaceTest {
    private static final long START = Long.MAX_VALUE - 500_000_000;
    private static final long SECOND = 1_000_000_000;

    @Test
    void aConstantRateIsSharedEvenlyByItsParts() {
        Pace first = new Pace.Constant(10, 0, 2);
        Pace second = new Pace.Constant(10, 1, 2);
        first.start(START, START + SECOND);
        second.start(START, START + SECOND);

        assertThat(first.take(START)).isEqualTo(START);
        assertThat(second.take(START)).isEqualTo(Pace.NOTHING);
        assertThat(second.take(START + SECOND / 10)).isEqualTo(START + SECOND / 10);
        assertThat(first.nextNanos()).isEqualTo(START + SECOND / 5);
    }

    @Test
    void whatIsTakenLateKeepsItsIntendedStart() {
        Pace pace = new Pace.Constant(10, 0, 1);
        pace.start(START, START + SECOND);
        long late = START + 2 * SECOND;

        assertThat(pace.owed(late)).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(pace.take(late)).isEqualTo(START + i * SECOND / 10);
        }
        assertThat(pace.take(late)).isEqualTo(Pace.NOTHING);
        assertThat(pace.owed(late)).isZero();
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        Pace constant = new Pace.Constant(10, 0, 1);
        Pace eachAnswer = new Pace.EachAnswer();

        assertThat(constant.take(START)).isEqualTo(Pace.NOTHING);
        assertThat(constant.owed(START)).isZero();
        assertThat(eachAnswer.take(START)).isEqualTo(Pace.NOTHING);
    }

    @Test
    void eachAnswerBringsTheNextUntilTheEnd() {
        Pace pace = new Pace.EachAnswer();
        pace.start(START, START + SECOND);

        assertThat(pace.take(START + SECOND - 1)).isEqualTo(START + SECOND - 1);
        assertThat(pace.take(START + SECOND)).isEqualTo(Pace.NOTHING);
    }
}
