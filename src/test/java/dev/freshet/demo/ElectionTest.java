package dev.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The night itself, without a socket. Confined to the test's thread. */
final class ElectionTest {
    private static final long TIME = 1_800_000_000_000L;
    private static final int ANY_NIGHT = 20_000;

    @Test
    void theSameSeedGivesTheSameNight() {
        Election one = new Election(7);
        Election other = new Election(7);
        one.step();
        other.step();

        assertThat(live(one)).isEqualTo(live(other));
        assertThat(live(new Election(8))).isNotEqualTo(live(new Election(7)));
    }

    @Test
    void everyVoteOfADistrictBelongsToAParty() {
        for (District district : new Election(7).districts()) {
            assertThat(IntStream.range(0, Party.ALL.size()).map(district::votes).sum())
                    .isEqualTo(district.counted());
        }
    }

    @Test
    void theCountOnlyGrowsUntilAnotherNightBegins() {
        Election election = new Election(7);
        long before = Json.number(live(election), "votes");
        int night = election.night();
        int steps = 0;
        while (election.night() == night && steps++ < ANY_NIGHT) {
            election.step();
            if (election.night() == night && steps % 100 == 0) {
                long now = Json.number(live(election), "votes");
                assertThat(now).isGreaterThan(before);
                before = now;
            }
        }
        assertThat(election.night()).isEqualTo(night + 1);
        assertThat(Json.number(live(election), "votes")).isLessThan(before);
    }

    @Test
    void whatIsCalledStaysAsItIs() {
        Election election = new Election(7);
        Map<String, Integer> called = new java.util.HashMap<>();
        int night = election.night();
        for (int steps = 0; election.night() == night && steps < ANY_NIGHT; steps++) {
            for (District district : election.districts()) {
                if (district.called()) {
                    assertThat(called.computeIfAbsent(district.id(), _ -> district.leader()))
                            .isEqualTo(district.leader());
                }
            }
            election.step();
        }
        assertThat(called).hasSize(420);
    }

    @Test
    void districtsHaveNamesOfTheirOwn() {
        assertThat(new Election(7).districts()).extracting(District::name).doesNotHaveDuplicates();
        assertThat(new Election(7).districts()).extracting(District::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3_000, 5_500})
    void documentsHaveTheirSizeAllNight(int steps) {
        Election election = new Election(7);
        IntStream.range(0, steps).forEach(_ -> election.step());

        ElectionJson.render(election, TIME).forEach((path, body) -> {
            assertThat(Json.leaves(body)).as(path).isNotEmpty();
            int expected =
                    path.equals(ElectionJson.DISTRICTS) ? 100_000 : path.equals(ElectionJson.TICKER) ? 350 : 4_195;
            assertThat(body.length).as(path).isCloseTo(expected, within(expected * 15 / 100));
        });
    }

    @Test
    void theDocumentsAreThoseThatAreAnnounced() {
        assertThat(ElectionJson.render(new Election(7), TIME).keySet()).containsExactlyElementsOf(ElectionJson.paths());
    }

    private static byte[] live(Election election) {
        return ElectionJson.render(election, TIME).get(ElectionJson.LIVE);
    }
}
