package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Snapshot;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.UnrulySource.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of virtual seconds of sources that misbehave in every way there is, of clocks that are set, of resources that come
 * and go and of refreshers that are replaced, from a seed; after each event the cache is compared with what the sources gave. A failure names the seed:
 * put it into {@link #seeds} to see it again.
 */
final class RefresherSimulationTest {
    private static final int RESOURCES = 40;
    private static final int GROUPS = 3;
    private static final int FELLOWS = 3;
    private static final Duration SIMULATED = Duration.ofSeconds(200);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration HEALTHY = Duration.ofSeconds(30);
    private static final long[] INTERVALS_MILLIS = {100, 250, 1000, 3000, 7919};
    private static final String[] UPSTREAMS = {"strong", "weak", "single"};
    private static final int[] FETCHES = {1000, 3, 1};

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
        private final List<GroupHistory> groups = new ArrayList<>();
        private final List<Integer> upstreams = new ArrayList<>();
        private final List<Totals> totals = new ArrayList<>();
        private final Visitors visitors;
        private boolean calm;

        Simulation(long seed) {
            random = new Random(seed);
            visitors = new Visitors(new Random(seed), bench);
            bench.pool =
                    bench.timer.executor(() -> !calm && random.nextInt(20) == 0 ? random.nextLong(300_000_000) : 1000);
            for (int i = 0; i < UPSTREAMS.length; i++) {
                bench.fetches.put(UPSTREAMS[i], FETCHES[i]);
            }
            for (int i = 0; i < RESOURCES; i++) {
                add("/" + i + ".json", i % 8 == 0 ? random.nextInt(1, UPSTREAMS.length) : 0);
            }
            for (int i = 0; i < GROUPS; i++) {
                addGroup("group" + i);
            }
            bench.timer.afterEach(this::check);
        }

        private void add(String path, int upstream) {
            boolean chain = random.nextBoolean();
            UnrulySource source = new UnrulySource(random, bench.clock, bench.timer, chain);
            Duration interval = Duration.ofMillis(INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)]);
            Duration maxStale = interval.multipliedBy(2).plusMillis(random.nextLong(15_000));
            EndpointDraft draft = new EndpointDraft(path)
                    .upstream(UPSTREAMS[upstream])
                    .every(interval)
                    .maxStale(maxStale)
                    .maxBackOff(Duration.ofMillis(random.nextLong(100, 5_000)));
            if (chain) {
                draft.withFallback();
            }
            if (random.nextInt(5) == 0) {
                draft.aligned();
            }
            if (random.nextInt(3) == 0) {
                draft.gate(new GateConfig(Bench.MAX_BYTES, 2, List.of("/value"), "/value", null, null));
                source.becomeStrict();
            }
            sources.add(source);
            upstreams.add(upstream);
            histories.add(new SnapshotHistory(source, bench.clock, maxStale));
            bench.subjects.add(draft.from(source));
        }

        private void addGroup(String name) {
            Duration interval = Duration.ofMillis(INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)]);
            List<UnrulySource> fellows = new ArrayList<>();
            for (int i = 0; i < FELLOWS; i++) {
                UnrulySource source = new UnrulySource(random, bench.clock, bench.timer, false);
                EndpointDraft draft = new EndpointDraft("/" + name + "/" + i)
                        .upstream(UPSTREAMS[0])
                        .every(interval)
                        .maxStale(interval.multipliedBy(3))
                        .group(name);
                fellows.add(source);
                sources.add(source);
                upstreams.add(0);
                histories.add(new SnapshotHistory(source, bench.clock, interval.multipliedBy(3)));
                bench.subjects.add(draft.from(source));
            }
            groups.add(new GroupHistory(fellows));
        }

        void run() {
            bench.restart();
            check();
            long seconds = SIMULATED.toSeconds();
            for (int i = 0; i < seconds; i++) {
                interfere();
                bench.advance(Duration.ofSeconds(1));
            }
            calm = true;
            sources.forEach(UnrulySource::calmDown);
            visitors.calmDown();
            bench.advance(RECOVERY);
            long healthySince = bench.clock.nanoTime();
            bench.advance(HEALTHY);
            everythingHasRecovered();
            visitors.haveRecovered();
            everyIntervalIsKeptSince(healthySince);
            bench.refresher().stop();
            everyWayARefreshCanEndWasSeen();
        }

        private void interfere() {
            visitors.interfere();
            if (random.nextInt(10) == 0) {
                bench.clock.stepWall(Duration.ofMillis(random.nextLong(-100_000, 100_000)));
                histories.forEach(SnapshotHistory::clockSet);
                visitors.clockSet();
                bench.advance(SnapshotHistory.UNSEEN);
            }
            if (random.nextInt(40) == 0) {
                visitors.leaveAll();
                bench.refresher().stop();
                totals.add(bench.refresher().totals());
                sources.forEach(UnrulySource::forgetWhatIsUnderWay);
                bench.restart();
            }
            if (random.nextInt(10) == 0) {
                int chosen = random.nextInt(sources.size());
                bench.refresher().refreshNow(bench.subjects.get(chosen).key()::equals);
            }
        }

        private void check() {
            visitors.check();
            int[] underWay = new int[UPSTREAMS.length];
            for (int i = 0; i < sources.size(); i++) {
                histories.get(i).compare(snapshot(i));
                underWay[upstreams.get(i)] += sources.get(i).isUnderWay() ? 1 : 0;
            }
            for (int i = 0; i < GROUPS; i++) {
                int first = RESOURCES + i * FELLOWS;
                groups.get(i)
                        .compare(IntStream.range(first, first + FELLOWS)
                                .mapToObj(this::snapshot)
                                .toList());
            }
            for (int i = 0; i < UPSTREAMS.length; i++) {
                if (underWay[i] > FETCHES[i]) {
                    throw new AssertionError(underWay[i] + " fetches under way at the upstream " + UPSTREAMS[i]);
                }
            }
        }

        private Snapshot snapshot(int index) {
            return bench.cache.get(bench.subjects.get(index).key());
        }

        private void everythingHasRecovered() {
            for (int i = 0; i < sources.size(); i++) {
                assertThat(snapshot(i).confirmedAtMillis())
                        .as("resource %d", i)
                        .isGreaterThan(
                                bench.clock.epochMillis() - 2 * interval(i).toMillis() - 1000);
            }
            assertThat(bench.refresher().resources()).allMatch(each -> each.trouble() == null);
        }

        private void everyIntervalIsKeptSince(long nanos) {
            for (int i = 0; i < sources.size(); i++) {
                List<Given> calls = sources.get(i).calls().stream()
                        .filter(call -> call.startedNanos() - nanos >= 0)
                        .toList();
                assertThat(calls.size())
                        .as("fetches of resource %d", i)
                        .isBetween((int) HEALTHY.dividedBy(interval(i)), (int) HEALTHY.dividedBy(interval(i)) + 1);
                for (int j = 1; j < calls.size(); j++) {
                    assertThat(calls.get(j).startedNanos() - calls.get(j - 1).startedNanos())
                            .as("between two fetches of resource %d", i)
                            .isEqualTo(interval(i).toNanos());
                }
            }
        }

        private void everyWayARefreshCanEndWasSeen() {
            totals.add(bench.refresher().totals());
            assertThat(totals.stream().mapToLong(Totals::published).sum()).isPositive();
            assertThat(totals.stream().mapToLong(Totals::unchanged).sum()).isPositive();
            assertThat(totals.stream().mapToLong(Totals::refused).sum()).isPositive();
            assertThat(totals.stream().mapToLong(Totals::failed).sum()).isPositive();
            assertThat(totals.stream().mapToLong(Totals::skipped).sum()).isPositive();
        }

        private Duration interval(int index) {
            return bench.subjects.get(index).endpoint().refresh().shortest();
        }

        @Override
        public void close() {
            bench.close();
        }
    }
}
