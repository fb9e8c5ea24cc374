package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class SnapshotGroupTest {
    private static final ResourceKey INDEX = new ResourceKey(null, "/index.json", true);
    private static final ResourceKey RESULTS = new ResourceKey(null, "/results.json", true);
    private static final ResourceKey ALONE = new ResourceKey(null, "/alone.json", true);

    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    private final Queue<Runnable> endOfTurn = new ArrayDeque<>();

    @Test
    void theMembersOfAGroupArePublishedAtOnce() {
        cache.group(List.of(INDEX, RESULTS));
        assertThat(cache.get(INDEX)).isNull();

        Snapshot index = snapshot(1);
        Snapshot results = snapshot(1);
        assertThat(cache.replace(List.of(new Change(INDEX, null, index), new Change(RESULTS, null, results))))
                .isTrue();

        assertThat(cache.get(INDEX)).isSameAs(index);
        assertThat(cache.get(RESULTS)).isSameAs(results);
    }

    @Test
    void whereOneHasAnotherVersionThanBeforeNoneIsPublished() {
        cache.group(List.of(INDEX, RESULTS));
        Snapshot index = snapshot(1);
        cache.put(INDEX, index);

        assertThat(cache.replace(List.of(new Change(RESULTS, null, snapshot(1)), new Change(INDEX, null, snapshot(2)))))
                .isFalse();
        assertThat(cache.get(INDEX)).isSameAs(index);
        assertThat(cache.get(RESULTS)).isNull();
    }

    @Test
    void whatIsPublishedWhenTheGroupIsMadeStays() {
        Snapshot index = snapshot(1);
        cache.put(INDEX, index);
        cache.group(List.of(INDEX, RESULTS));
        assertThat(cache.get(INDEX)).isSameAs(index);

        cache.group(List.of(RESULTS, INDEX));
        assertThat(cache.get(INDEX)).isSameAs(index);
        assertThat(cache.get(RESULTS)).isNull();
    }

    @Test
    void aSnapshotConfirmedMeanwhileIsStillTheSameVersion() {
        cache.group(List.of(INDEX, RESULTS));
        Snapshot index = snapshot(1);
        cache.put(INDEX, index);
        assertThat(cache.swap(INDEX, index, index.confirmedAt(9))).isTrue();
        assertThat(cache.swap(INDEX, index, index.confirmedAt(8))).isFalse();

        assertThat(cache.replace(List.of(new Change(INDEX, index.version(), snapshot(2)))))
                .isTrue();
    }

    @Test
    void severalChangesOutsideOfAGroupAreAMistake() {
        assertThatThrownBy(() -> cache.replace(
                        List.of(new Change(ALONE, null, snapshot(1)), new Change(INDEX, null, snapshot(1)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLoopSeesOneEditionToTheEndOfItsTurn() {
        cache.group(List.of(INDEX, RESULTS));
        Snapshots loop = cache.forLoop(endOfTurn::add);
        publish(1);
        assertThat(number(loop, INDEX)).isEqualTo(1);
        publish(2);

        assertThat(number(loop, RESULTS)).isEqualTo(1);
        assertThat(endOfTurn).hasSize(1);
        endOfTurn.remove().run();
        assertThat(number(loop, RESULTS)).isEqualTo(2);
        assertThat(number(loop, INDEX)).isEqualTo(2);
    }

    @Test
    void whatIsInNoGroupIsSeenAtOnce() {
        Snapshots loop = cache.forLoop(endOfTurn::add);
        cache.put(ALONE, snapshot(1));
        assertThat(number(loop, ALONE)).isEqualTo(1);
        cache.put(ALONE, snapshot(2));

        assertThat(number(loop, ALONE)).isEqualTo(2);
        assertThat(endOfTurn).isEmpty();
        assertThat(loop.get(INDEX)).isNull();
    }

    @Test
    void readersOnOtherThreadsNeverSeeAVersionTornOrGoingBack() throws Exception {
        cache.group(List.of(INDEX, RESULTS));
        publish(1);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> readers = List.of(threads.submit(() -> read(over)), threads.submit(() -> read(over)));
            for (int i = 2; i < 200_000; i++) {
                publish(i);
            }
            over.set(true);
            for (Future<?> each : readers) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** As a loop does: turn by turn. */
    private void read(AtomicBoolean over) {
        Queue<Runnable> turn = new ArrayDeque<>();
        Snapshots loop = cache.forLoop(turn::add);
        long last = 0;
        while (!over.get()) {
            long index = number(loop, INDEX);
            assertThat(number(loop, RESULTS)).isEqualTo(index);
            assertThat(index).isGreaterThanOrEqualTo(last);
            last = index;
            turn.remove().run();
        }
    }

    private void publish(long number) {
        Snapshot before = cache.get(INDEX);
        Version index = before == null ? null : before.version();
        Version results = before == null ? null : cache.get(RESULTS).version();
        assertThat(cache.replace(List.of(
                        new Change(INDEX, index, snapshot(number)), new Change(RESULTS, results, snapshot(number)))))
                .isTrue();
    }

    private static long number(Snapshots loop, ResourceKey key) {
        return loop.get(key).version().number();
    }

    private static Snapshot snapshot(long number) {
        Representation identity = new Representation(Coding.IDENTITY, new byte[0], "\"a\"");
        return new Snapshot(new Version(number, "text/plain", List.of(identity), 0), 0);
    }
}
