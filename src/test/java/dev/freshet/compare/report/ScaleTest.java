package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.compare.report.Scale.Linear;
import dev.freshet.compare.report.Scale.Logarithmic;
import dev.freshet.compare.report.Scale.Percentiles;
import dev.freshet.compare.report.Scale.Tick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values lie where they belong, and ticks are round. Confined to the test's thread. */
final class ScaleTest {

    @Test
    void aLinearScaleBeginsAtZeroAndEndsWithARoundNumber() {
        assertThat(Linear.upTo(63_400).ticks())
                .extracting(Tick::label)
                .containsExactly("0", "20,000", "40,000", "60,000", "80,000");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 3, 9.99, 10, 99, 100_001, 7e9})
    void everyValueHasRoomAndThereAreFewTicks(double highest) {
        Scale scale = Linear.upTo(highest);

        assertThat(scale.position(highest)).isBetween(0.0, 1.0);
        assertThat(scale.ticks()).hasSizeBetween(3, 7);
    }

    @Test
    void aLogarithmicScaleGivesEachFactorOfTenTheSameLength() {
        Scale scale = Logarithmic.around(30, 80_000, Figures::micros);

        assertThat(scale.ticks()).extracting(Tick::label).containsExactly("10 µs", "100 µs", "1 ms", "10 ms", "100 ms");
        assertThat(scale.position(1_000)).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void aShortLogarithmicScaleHasTicksInBetween() {
        assertThat(Logarithmic.around(110, 900, Figures::micros).ticks())
                .extracting(Tick::label)
                .containsExactly("100 µs", "200 µs", "500 µs", "1 ms");
    }

    @Test
    void eachNineTakesTheSameLength() {
        Percentiles scale = new Percentiles(4);

        assertThat(scale.position(0.9)).isEqualTo(0.25, within(1e-9));
        assertThat(scale.position(0.9999)).isEqualTo(1, within(1e-9));
        assertThat(scale.share(0.5)).isEqualTo(0.99, within(1e-9));
        assertThat(scale.ticks())
                .extracting(Tick::label)
                .containsExactly("0", "50 %", "90 %", "99 %", "99.9 %", "99.99 %");
    }
}
