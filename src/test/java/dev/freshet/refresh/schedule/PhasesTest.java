package dev.freshet.refresh.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhasesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10, 33, 100, 333, 1000, 5000})
    void noSlotHoldsMoreThanAFifthAboveItsShare(int resources) {
        long[] phases = sorted(Phases.of(names(resources), SECOND));
        long slots = Math.min(100, Long.highestOneBit(Math.max(1, resources * 5L / 4)) * 2);

        long most = Arrays.stream(phases)
                .map(phase ->
                        Arrays.stream(phases).filter(other -> other == phase).count())
                .max()
                .orElseThrow();

        assertThat(phases).hasSize(resources);
        assertThat(Arrays.stream(phases).allMatch(phase -> phase >= 0 && phase < SECOND))
                .isTrue();
        assertThat(most).isLessThanOrEqualTo((long) Math.ceil(1.2 * resources / slots));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10, 25})
    void fewResourcesAreNeverTogether(int resources) {
        long[] phases = sorted(Phases.of(names(resources), SECOND));

        for (int i = 1; i < resources; i++) {
            assertThat(phases[i] - phases[i - 1]).isGreaterThanOrEqualTo(SECOND / (4L * resources));
        }
    }

    @Test
    void aThousandResourcesLeaveNoPartOfASecondEmptyAndFillNone() {
        long[] phases = sorted(Phases.of(names(1000), SECOND));
        int[] tenths = new int[10];
        Arrays.stream(phases).forEach(phase -> tenths[Math.toIntExact(phase * 10 / SECOND)]++);

        assertThat(Arrays.stream(tenths).boxed()).allMatch(count -> count >= 80 && count <= 120);
    }

    @Test
    void thePhaseOfANameDependsOnNoOrder() {
        List<String> shuffled = new ArrayList<>(names(1000));
        Collections.shuffle(shuffled, new Random(1));

        assertThat(Phases.of(shuffled, SECOND)).isEqualTo(Phases.of(names(1000), SECOND));
    }

    @Test
    void oneResourceMoreLeavesNearlyAllWhereTheyWereAndMovesNoneFar() {
        Map<String, Long> before = Phases.of(names(1000), SECOND);
        List<String> more = new ArrayList<>(names(1000));
        more.add("/new.json");
        Map<String, Long> after = Phases.of(more, SECOND);

        List<String> moved = before.keySet().stream()
                .filter(name -> !before.get(name).equals(after.get(name)))
                .toList();
        assertThat(moved).hasSizeLessThan(50);
        assertThat(moved).allMatch(name -> Math.abs(before.get(name) - after.get(name)) <= SECOND / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 250, 500, 1000, 7919, 86_400_000})
    void phasesLieOnAGridOfTenMilliseconds(long intervalMillis) {
        long interval = Duration.ofMillis(intervalMillis).toNanos();

        assertThat(Phases.of(names(50), interval).values())
                .allMatch(phase -> phase % Phases.GRID_NANOS == 0 && phase >= 0 && phase < interval);
    }

    @Test
    void thePhaseOfANameIsTheSameInEveryProcess() {
        assertThat(Phases.hash("/live.json")).isEqualTo(Phases.hash("/live" + ".json"));
        assertThat(Phases.of(List.of("/a", "/b", "/c"), SECOND))
                .isEqualTo(Phases.of(List.of("/c", "/b", "/a"), SECOND));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "/results/" + i + ".json")
                .toList();
    }

    private static long[] sorted(Map<String, Long> phases) {
        return phases.values().stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
