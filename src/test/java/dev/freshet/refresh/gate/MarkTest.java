package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkTest {
    @ParameterizedTest
    @CsvSource({
        "1985-04-12T23:20:50.52Z, 1985-04-12T23:20:50.520Z",
        "1996-12-19T16:39:57-08:00, 1996-12-20T00:39:57Z",
        "1990-12-31T23:59:60Z, 1991-01-01T00:00:00Z",
        "1990-12-31T15:59:60-08:00, 1991-01-01T00:00:00Z",
        "1937-01-01T12:00:27.87+00:20, 1937-01-01T11:40:27.870Z",
        "2026-11-21t20:00:00z, 2026-11-21T20:00:00Z",
        "2026-11-21 20:00:00Z, 2026-11-21T20:00:00Z",
        "2026-11-21T20:00:00-00:00, 2026-11-21T20:00:00Z",
        "2026-11-21T20:00:00.1234567891234Z, 2026-11-21T20:00:00.123456789Z"
    })
    void aTimestampOfRfc3339IsRead(String text, String instant) {
        assertThat(Mark.ofString(text)).isEqualTo(new Mark.Time(Instant.parse(instant)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "today",
                "2026-11-21",
                "2026-11-21T20:00:00",
                "2026-11-21T20:00Z",
                "2026-13-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-11-21T25:00:00Z",
                "2026-11-21T20:00:00.Z",
                "2026-11-21T20:00:00+1:00",
                "2026-11-21T20:00:61Z",
                " 2026-11-21T20:00:00Z",
                "20261121T200000Z",
                "1700000000"
            })
    void whatIsNoTimestampIsNoMark(String text) {
        assertThat(Mark.ofString(text)).isNull();
    }

    @Test
    void aNumberBeyondAllReasonIsNoMark() {
        assertThat(Mark.ofNumber("1e99999999999999999999")).isNull();
        assertThat(Mark.ofNumber("1e2147483647")).isNotNull();
    }

    @Test
    void numbersOfAnyMagnitudeAreComparedAtOnce() {
        Mark huge = Mark.ofNumber("1e2147483647");
        Mark small = Mark.ofNumber("-1e2147483647");

        assertThat(huge.isBefore(small)).isFalse();
        assertThat(small.isBefore(huge)).isTrue();
        assertThat(huge.isBefore(Mark.ofString("2026-11-21T20:00:00Z"))).isNull();
    }
}
