package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Snapshot;
import dev.freshet.refresh.UnrulySource.Given;
import dev.freshet.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the snapshots of one resource and holds each change against what its source gave. Confined to the thread of the test. */
final class SnapshotHistory {
    /** A clock that is set back is seen after this; until then ages are wrong. */
    static final Duration UNSEEN = Duration.ofMillis(250);

    private static final long UNSEEN_NANOS = UNSEEN.toNanos();

    private final UnrulySource source;
    private final VirtualClock clock;
    private final long maxStaleMillis;
    private final long mostNanos;
    private @Nullable Snapshot last;
    private long heldAtNanos;
    private long clockSetAtNanos;

    SnapshotHistory(UnrulySource source, VirtualClock clock, Duration maxStale) {
        this.source = source;
        this.clock = clock;
        this.maxStaleMillis = maxStale.toMillis();
        this.mostNanos = maxStale.plusMillis(52).toNanos();
        this.clockSetAtNanos = clock.nanoTime();
    }

    /** Fails unless the step from the last snapshot seen to {@code current} is one the source's answers allow. */
    void compare(@Nullable Snapshot current) {
        if (current != last) {
            assertThat(current).as("a snapshot once published").isNotNull();
            follow(current);
            last = current;
        }
        if (clock.nanoTime() - clockSetAtNanos > UNSEEN_NANOS) {
            neverServedBeyondMaxStale();
        }
    }

    /** The wall clock has just been set. */
    void clockSet() {
        clockSetAtNanos = clock.nanoTime();
    }

    private void follow(Snapshot current) {
        String json = text(current);
        Given cause = cause(json);
        if (last == null || current.version() != last.version()) {
            long before = last == null ? 0 : last.version().number();
            assertThat(current.version().number()).isEqualTo(before + 1);
            assertThat(cause).as("the last fetch brought in time %s", json).isNotNull();
            assertThat(value(json))
                    .as("the value, which never goes back")
                    .isGreaterThan(last == null ? -1 : value(text(last)));
            heldAtNanos = before == 0 ? cause.heldAtNanos() : later(cause.heldAtNanos(), heldAtNanos);
        } else if (cause != null) {
            heldAtNanos = later(cause.heldAtNanos(), heldAtNanos);
        }
    }

    /** The last fetch, or the one before where another has begun at its end; null: it did not bring {@code json}. */
    private @Nullable Given cause(String json) {
        List<Given> calls = source.calls();
        return calls.subList(Math.max(0, calls.size() - 2), calls.size()).reversed().stream()
                .filter(call -> call.brought(json))
                .findFirst()
                .orElse(null);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Who reads the cache decides by the wall clock; what counts is how long ago the origin held it. */
    private void neverServedBeyondMaxStale() {
        if (last != null && last.ageMillis(clock.epochMillis()) <= maxStaleMillis) {
            long ageNanos = clock.nanoTime() - heldAtNanos;
            if (ageNanos >= mostNanos) {
                throw new AssertionError("what is served is " + Duration.ofNanos(ageNanos) + " old");
            }
        }
    }

    private static int value(String json) {
        return Integer.parseInt(json.replaceAll("[^0-9]", ""));
    }

    private static String text(Snapshot snapshot) {
        return new String(snapshot.identity().body(), StandardCharsets.UTF_8);
    }
}
