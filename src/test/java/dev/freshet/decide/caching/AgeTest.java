package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.headers;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    7               | 7
                    0               | 0
                    7, 100          | 7
                    -7              | 0
                    7.5             | 0
                    x               | 0
                    x, 7            | 0
                    99999999999     | 2147483648
                    """)
    void startsWithTheFirstMemberOfAge(String field, long seconds) {
        assertThat(Age.initialMillis(ok("age: " + field))).isEqualTo(seconds * 1000);
    }

    @Test
    void startsWithTheDistanceFromDateWhereThatIsMore() {
        assertThat(Age.initialMillis(ok("date: " + date(-10), "age: 7"))).isEqualTo(10_000);
        assertThat(Age.initialMillis(ok("date: " + date(-5), "age: 7"))).isEqualTo(7_000);
    }

    @Test
    void aDateAheadOfOurClockIsNoAge() {
        assertThat(Age.initialMillis(ok("date: " + date(10)))).isZero();
    }

    @Test
    void theTimeTheUpstreamTookCountsToo() {
        Received slow = new Received(200, headers("age: 7"), 0, NOW - 1500, NOW);

        assertThat(Age.initialMillis(slow)).isEqualTo(8_500);
    }

    @Test
    void withoutADateItIsAsOldAsItsAnswerTook() {
        assertThat(Age.initialMillis(new Received(200, headers("date: x"), 0, NOW - 250, NOW)))
                .isEqualTo(250);
    }

    @Test
    void growsWhileItIsStored() {
        StoredHead stored = stored("cache-control: max-age=60", "age: 7");

        assertThat(stored.ageMillis(NOW + 3_500)).isEqualTo(10_500);
        assertThat(stored.ttlMillis(NOW + 3_500)).isEqualTo(49_500);
    }

    @Test
    void doesNotShrinkWhenTheClockIsSetBack() {
        assertThat(stored("cache-control: max-age=60", "age: 7").ageMillis(NOW - 60_000))
                .isEqualTo(7_000);
    }
}
