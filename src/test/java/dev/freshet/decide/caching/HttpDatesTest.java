package dev.freshet.decide.caching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994",
            })
    void readsTheThreeFormats(String text) {
        assertThat(HttpDates.epochSeconds(text, Messages.NOW)).isEqualTo(784_111_777L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "784111777",
                "1994-11-06T08:49:37Z",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sunday, 06-Nov-94 08:49:37 UTC",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun, 31 Feb 2020 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun,  06 Nov 1994 08:49:37 GMT",
                "06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
            })
    void takesNothingElseForADate(String text) {
        assertThat(HttpDates.epochSeconds(text, Messages.NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"73, 2073", "74, 1974", "00, 2000"})
    void putsAYearOfTwoDigitsNoMoreThanFiftyYearsAhead(String digits, String year) {
        Long date = HttpDates.epochSeconds("Sunday, 06-Nov-" + digits + " 00:00:00 GMT", Messages.NOW);

        assertThat(date).isEqualTo(HttpDates.epochSeconds("Sun, 06 Nov " + year + " 00:00:00 GMT", Messages.NOW));
    }

    @Test
    void takesALeapSecondForTheSecondBefore() {
        assertThat(HttpDates.epochSeconds("Sat, 31 Dec 2016 23:59:60 GMT", Messages.NOW))
                .isEqualTo(HttpDates.epochSeconds("Sat, 31 Dec 2016 23:59:59 GMT", Messages.NOW));
    }

    @Test
    void writesWhatItReads() {
        assertThat(HttpDates.format(784_111_777L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
