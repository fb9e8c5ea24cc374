package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of virtual seconds of sources that misbehave in every way there is, from a seed; after each event the cache is
 * compared with what the sources gave. A failure names the seed: put it into {@link #seeds} to see it again.
 */
final class RefresherSimulationTest {
    private static final int RESOURCES = 40;
    private static final Duration SIMULATED = Duration.ofSeconds(200);
    private static final long[] INTERVALS_MILLIS = {100, 250, 1000, 3000, 7919};

    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 12), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverSourcesDoOnlyGoodPayloadsInTimeArePublishedAndTicksGoOn(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            simulation.run();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** One run. Confined to the thread of the test. */
    private static final class Simulation implements AutoCloseable {
        private final Random random;
        private final Bench bench = new Bench();
        private final List<UnrulySource> sources = new ArrayList<>();
        private final List<SnapshotHistory> histories = new ArrayList<>();
        private final long start = bench.clock.nanoTime();

        Simulation(long seed) {
            random = new Random(seed);
            bench.pool = bench.timer.executor(() -> random.nextInt(20) == 0 ? random.nextLong(300_000_000) : 1000);
            for (int i = 0; i < RESOURCES; i++) {
                add("/" + i + ".json", random.nextBoolean());
            }
            bench.timer.afterEach(this::check);
        }

        private void add(String path, boolean fallback) {
            Duration deadline = Bench.TIMEOUT.multipliedBy(fallback ? 2 : 1).plus(Bench.MARGIN);
            UnrulySource source = new UnrulySource(random, bench.clock, bench.timer, deadline);
            Duration interval = Duration.ofMillis(INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)]);
            sources.add(source);
            histories.add(new SnapshotHistory(source));
            bench.subjects.add(Bench.subject(path, interval, fallback, source));
        }

        void run() {
            bench.start();
            check();
            long seconds = SIMULATED.toSeconds();
            for (int i = 0; i < seconds; i++) {
                stepTheWallClockAtTimes();
                bench.advance(Duration.ofSeconds(1));
            }
            sources.forEach(UnrulySource::calmDown);
            bench.advance(Duration.ofSeconds(60));
            everythingHasRecovered();
            everyFetchWasOnItsGridAndEveryOtherTickCounted();
            bench.refresher().stop();
        }

        private void stepTheWallClockAtTimes() {
            if (random.nextInt(10) == 0) {
                bench.clock.stepWall(Duration.ofMillis(random.nextLong(-100_000, 100_000)));
            }
        }

        private void check() {
            for (int i = 0; i < RESOURCES; i++) {
                histories.get(i).compare(snapshot(i));
            }
        }

        private Snapshot snapshot(int index) {
            return bench.cache.get(bench.subjects.get(index).key());
        }

        private void everythingHasRecovered() {
            for (int i = 0; i < RESOURCES; i++) {
                assertThat(snapshot(i).confirmedAtMillis())
                        .as("resource %d", i)
                        .isGreaterThan(bench.clock.epochMillis() - 2 * intervalMillis(i) - 1000);
            }
            assertThat(bench.refresher().resources()).allMatch(each -> each.trouble() == null);
        }

        private void everyFetchWasOnItsGridAndEveryOtherTickCounted() {
            long ticks = 0;
            long fetches = 0;
            for (int i = 0; i < RESOURCES; i++) {
                Ticks grid = Ticks.spread(i, Duration.ofMillis(intervalMillis(i)), start);
                ticks += (bench.clock.nanoTime() - grid.firstNanos()) / grid.intervalNanos() + 1;
                List<UnrulySource.Given> calls = sources.get(i).calls();
                fetches += calls.size() - 1;
                assertThat(calls.getFirst().startedNanos()).isEqualTo(start);
                assertThat(calls.subList(1, calls.size()))
                        .allMatch(call -> (call.startedNanos() - grid.firstNanos()) % grid.intervalNanos() == 0);
            }
            Totals totals = bench.refresher().totals();
            assertThat(totals.skipped()).isEqualTo(ticks - fetches).isPositive();
            assertThat(totals.published()).isPositive();
            assertThat(totals.unchanged()).isPositive();
            assertThat(totals.refused()).isPositive();
            assertThat(totals.failed()).isPositive();
            assertThat(totals.published() + totals.unchanged() + totals.refused() + totals.failed())
                    .isBetween(fetches, fetches + RESOURCES);
        }

        private long intervalMillis(int index) {
            return bench.subjects.get(index).endpoint().refresh().toMillis();
        }

        @Override
        public void close() {
            bench.close();
        }
    }
}
