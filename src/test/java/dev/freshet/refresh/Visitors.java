package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Resources that come and go in a simulation, some again before they have gone: what is served of each is what its own source
 * gave since it came, and nothing of those that left is fetched or served. What is looked at after each event is compared
 * without the assertions of the library, which took longer than the simulation. Confined to the thread of the test.
 */
final class Visitors {
    private static final int PATHS = 10;
    private static final Duration MAX_STALE = Duration.ofSeconds(8);
    private static final long[] INTERVALS_MILLIS = {100, 250, 1000};

    private final Random random;
    private final Bench bench;
    private final Map<Integer, Visit> visits = new HashMap<>();
    private final List<Visit> gone = new ArrayList<>();
    private int came;
    private int goodAtFirst;

    private static final class Visit {
        final UnrulySource source;
        final SnapshotHistory history;
        Upkeep upkeep;
        int callsAtEnd;

        Visit(UnrulySource source, SnapshotHistory history) {
            this.source = source;
            this.history = history;
        }
    }

    Visitors(Random random, Bench bench) {
        this.random = random;
        this.bench = bench;
    }

    /** One comes, one leaves, both or neither. */
    void interfere() {
        if (random.nextInt(3) > 0) {
            come(random.nextInt(PATHS));
        }
        if (random.nextInt(3) == 0) {
            leave(random.nextInt(PATHS));
        }
    }

    /** All leave: the refresher is replaced. */
    void leaveAll() {
        List.copyOf(visits.keySet()).forEach(this::leave);
    }

    void clockSet() {
        visits.values().forEach(each -> each.history.clockSet());
    }

    void calmDown() {
        visits.values().forEach(each -> each.source.calmDown());
    }

    /** Fails unless everything there is of them may be there. */
    void check() {
        for (int i = 0; i < PATHS; i++) {
            Snapshot current = bench.cache.get(key(i));
            Visit visit = visits.get(i);
            if (visit != null) {
                visit.history.compare(current);
            } else if (current != null) {
                throw new AssertionError("a resource that left is served");
            }
        }
        for (Visit each : gone) {
            if (each.source.calls().size() != each.callsAtEnd) {
                throw new AssertionError("a resource that left was fetched");
            }
        }
    }

    /** Fails unless all that are there are fresh, and some came at all. */
    void haveRecovered() {
        visits.keySet()
                .forEach(each -> assertThat(bench.cache.get(key(each)).ageMillis(bench.clock.epochMillis()))
                        .as("the age of visitor %d", each)
                        .isLessThan(2000));
        assertThat(came).isGreaterThan(50);
        assertThat(goodAtFirst).isPositive().isLessThan(came);
    }

    private void come(int path) {
        Duration interval = Duration.ofMillis(INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)]);
        UnrulySource source = new UnrulySource(random, bench.clock, bench.timer, false);
        Visit before = visits.get(path);
        Visit visit = new Visit(source, new SnapshotHistory(source, bench.clock, MAX_STALE));
        if (before != null) {
            end(before);
        }
        visits.put(path, visit);
        EndpointDraft draft = new EndpointDraft(key(path).path())
                .upstream("strong")
                .every(interval)
                .maxStale(MAX_STALE);
        came++;
        visit.upkeep = bench.refresher().take(draft.from(source));
        if (before != null && random.nextBoolean()) {
            before.upkeep.end(); // late, as a cache tells of those it lets go
        }
        var _ = visit.upkeep.first().thenAccept(first -> {
            if (first instanceof FirstRefresh.Good) {
                goodAtFirst++;
            } else if (visits.remove(path, visit)) {
                visit.upkeep.end();
                end(visit);
            }
        });
    }

    private void leave(int path) {
        Visit visit = visits.remove(path);
        if (visit != null) {
            visit.upkeep.end();
            end(visit);
        }
    }

    private void end(Visit visit) {
        visit.callsAtEnd = visit.source.calls().size();
        gone.add(visit);
    }

    private static ResourceKey key(int path) {
        return new ResourceKey(null, "/visitors/" + path, true);
    }
}
