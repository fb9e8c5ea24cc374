package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Source;
import dev.freshet.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The refresher on real threads: sources that complete on their own threads, a pool of two, the real timer. */
final class RefresherThreadsTest {
    private static final int RESOURCES = 100;
    private static final int FETCHES = 8;

    private final SystemClock clock = new SystemClock();
    private final ScheduledTimer timer = new ScheduledTimer(clock);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ExecutorService far = Executors.newFixedThreadPool(4);
    private final SnapshotCache cache = new SnapshotCache(1 << 20, pool);
    private final List<CountingSource> sources = new ArrayList<>();
    private final List<Subject> subjects = new ArrayList<>();

    @AfterEach
    void close() {
        timer.close();
        far.shutdownNow();
        pool.shutdownNow();
    }

    @Test
    void everyResourceIsKeptFreshWithOneFetchAtATime() throws Exception {
        for (int i = 0; i < RESOURCES; i++) {
            sources.add(new CountingSource());
            subjects.add(new EndpointDraft("/" + i + ".json")
                    .every(Duration.ofMillis(100))
                    .timeout(Duration.ofSeconds(60))
                    .from(sources.getLast()));
        }
        Refresher refresher = new Refresher(
                subjects,
                new RefreshParts(
                        cache,
                        new Renderer(),
                        new Metrics(),
                        clock,
                        timer,
                        new Pools(pool, pool),
                        Map.of("api", 64),
                        new Demand(subjects.stream().map(Subject::key).toList()),
                        null));

        refresher.start().get(20, TimeUnit.SECONDS);
        assertThat(subjects)
                .allSatisfy(each -> assertThat(cache.get(each.key())).isNotNull());
        assertThat(Patience.until(
                        () -> sources.stream().allMatch(each -> each.fetches.get() >= FETCHES), Duration.ofSeconds(60)))
                .isTrue();
        refresher.stop();

        assertThat(sources).allMatch(each -> each.mostAtATime.get() == 1);
        assertThat(refresher.totals().failed() + refresher.totals().refused()).isZero();
        for (int i = 0; i < RESOURCES; i++) {
            Snapshot snapshot = cache.get(subjects.get(i).key());
            assertThat(snapshot.version().number())
                    .isBetween(FETCHES - 1L, (long) sources.get(i).fetches.get());
        }
    }

    /** Gives another payload each time, on a thread of its own. Thread-safe: atomic counters. */
    private final class CountingSource implements Source {
        private final AtomicInteger fetches = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger mostAtATime = new AtomicInteger();

        @Override
        public CompletableFuture<Fetched> fetch(FetchRequest request) {
            mostAtATime.accumulateAndGet(running.incrementAndGet(), Math::max);
            int number = fetches.incrementAndGet();
            return CompletableFuture.supplyAsync(
                    () -> {
                        running.decrementAndGet();
                        return fresh("{\"number\":" + number + "}");
                    },
                    far);
        }

        @Override
        public String description() {
            return "counting";
        }
    }
}
