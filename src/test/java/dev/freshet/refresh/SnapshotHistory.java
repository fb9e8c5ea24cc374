package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the snapshots of one resource and holds each change against what its source gave. Confined to the thread of the test. */
final class SnapshotHistory {
    private final UnrulySource source;
    private @Nullable Snapshot last;

    SnapshotHistory(UnrulySource source) {
        this.source = source;
    }

    /** Fails unless the step from the last snapshot seen to {@code current} is one the source's answers allow. */
    void compare(@Nullable Snapshot current) {
        if (current == last) {
            return;
        }
        assertThat(current).as("a snapshot once published").isNotNull();
        String json = new String(current.identity().body(), StandardCharsets.UTF_8);
        UnrulySource.Given cause = causeOf(current, json);
        compareVersions(current, json);
        if (last != null && current.confirmedAtMillis() < last.confirmedAtMillis()) {
            assertThat(last.confirmedAtMillis())
                    .as("confirmed in the future, as the clock was set back")
                    .isGreaterThan(cause.startedMillis());
        }
        last = current;
    }

    private void compareVersions(Snapshot current, String json) {
        long before = last == null ? 0 : last.version().number();
        if (last != null && current.version() == last.version()) {
            return;
        }
        assertThat(current.version().number()).isEqualTo(before + 1);
        if (last != null) {
            assertThat(json).isNotEqualTo(new String(last.identity().body(), StandardCharsets.UTF_8));
        }
    }

    /** The fetch that brought what is published now: always the last. */
    private UnrulySource.Given causeOf(Snapshot current, String json) {
        List<UnrulySource.Given> calls = source.calls();
        UnrulySource.Given cause = calls.getLast();
        boolean kept = last != null && current.confirmedAtMillis() == last.confirmedAtMillis() && cause.brought(json);
        assertThat(kept || cause.justifies(json, current.confirmedAtMillis()))
                .as("the last fetch brought in time %s, confirmed at %d", json, current.confirmedAtMillis())
                .isTrue();
        return cause;
    }
}
