package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is pinned lies over what is published. */
final class PinnedTest {
    private static final ResourceKey KEY = new ResourceKey(null, "/live.json", true);
    private static final ResourceKey OTHER = new ResourceKey(null, "/other.json", true);
    private static final PinTerm TERM = new PinTerm(1, 0, 60_000);

    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);

    @Test
    void clientsSeeThePinAndRefreshingWhatLiesBeneath() {
        Snapshot first = published(1);
        cache.pin(KEY, snapshot(7), TERM);

        assertThat(cache.get(KEY).version().number()).isEqualTo(7);
        assertThat(cache.forLoop(_ -> {}).get(KEY).version().number()).isEqualTo(7);
        assertThat(cache.newest(KEY)).isSameAs(first);
        assertThat(cache.newestOnes().get(KEY)).isSameAs(first);
        assertThat(cache.pinned(KEY)).isEqualTo(TERM);
    }

    @Test
    void whatIsPublishedMeanwhileIsThereWhenThePinEnds() {
        Snapshot first = published(1);
        cache.pin(KEY, snapshot(7), TERM);
        Snapshot second = snapshot(2);
        assertThat(cache.replace(List.of(new Change(KEY, first.version(), second))))
                .isTrue();
        assertThat(cache.get(KEY).version().number()).isEqualTo(7);

        assertThat(cache.unpin(KEY, TERM)).isTrue();

        assertThat(cache.get(KEY)).isSameAs(second);
        assertThat(cache.unpin(KEY, TERM)).isFalse();
    }

    @Test
    void thePinThatHasTakenItsPlaceIsNotEndedByTheFirst() {
        published(1);
        cache.pin(KEY, snapshot(7), TERM);
        cache.pin(KEY, snapshot(8), new PinTerm(2, 0, 60_000));

        assertThat(cache.unpin(KEY, TERM)).isFalse();

        assertThat(cache.get(KEY).version().number()).isEqualTo(8);
    }

    @Test
    void overNothingAPinIsAllThereIs() {
        cache.pin(KEY, snapshot(7), TERM);
        assertThat(cache.newest(KEY)).isNull();
        Snapshot first = snapshot(8);
        assertThat(cache.replace(List.of(new Change(KEY, null, first)))).isTrue();
        assertThat(cache.newest(KEY)).isSameAs(first);
        assertThat(cache.unpin(KEY, TERM)).isTrue();
        assertThat(cache.get(KEY)).isSameAs(first);

        cache.pin(OTHER, snapshot(7), TERM);
        assertThat(cache.unpin(OTHER, TERM)).isTrue();
        assertThat(cache.get(OTHER)).isNull();
    }

    @Test
    void aGroupIsPublishedBeneathThePinOfOneOfItsMembers() {
        cache.group(List.of(KEY, OTHER));
        Snapshot one = snapshot(1);
        Snapshot other = snapshot(1);
        cache.pin(KEY, snapshot(7), TERM);

        assertThat(cache.replace(List.of(new Change(KEY, null, one), new Change(OTHER, null, other))))
                .isTrue();
        assertThat(cache.get(KEY).version().number()).isEqualTo(7);
        assertThat(cache.get(OTHER)).isSameAs(other);
        Snapshot later = one.setBack(5);
        assertThat(cache.swap(KEY, one, later)).isTrue();

        cache.unpin(KEY, TERM);
        assertThat(cache.get(KEY)).isSameAs(later);
    }

    @Test
    void whatIsPinnedIsNeverTooOldAndToldAsNew() {
        cache.pin(KEY, snapshot(7), TERM);
        Snapshot pinned = cache.get(KEY);

        assertThat(pinned.mayBeServed(Long.MAX_VALUE / 2, 1)).isTrue();
        assertThat(pinned.toldAgeMillis(Long.MAX_VALUE / 2)).isZero();
        assertThat(snapshot(1).mayBeServed(3000, 1000)).isFalse();
        assertThat(snapshot(1).toldAgeMillis(3000)).isEqualTo(3000);
    }

    private Snapshot published(long number) {
        Snapshot snapshot = snapshot(number);
        cache.put(KEY, snapshot);
        return snapshot;
    }

    private static Snapshot snapshot(long number) {
        List<Representation> one = List.of(new Representation(Coding.IDENTITY, new byte[10], "\"" + number + '"'));
        return new Snapshot(new Version(number, "application/json", one, 0), 0);
    }
}
