package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are written short and without a false digit. Confined to the test's thread. */
final class FiguresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"94900|94,900", "123.7|124", "43.26|43.3", "0.0191|0.0191", "8|8", "8.60|8.6", "10|10", "0|0"})
    void threeDigitsMatter(double number, String written) {
        assertThat(Figures.number(number)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"850|850 µs", "1240|1.24 ms", "10000|10 ms", "2500000|2.5 s", "1|1 µs"})
    void theUnitFitsTheDuration(double micros, String written) {
        assertThat(Figures.micros(micros)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2.44|2.4", "11.6|12", "0.621|0.62", "1520|1,520"})
    void aRatioHasTheDigitsASentenceTakes(double ratio, String written) {
        assertThat(Figures.ratio(ratio)).isEqualTo(written);
    }
}
