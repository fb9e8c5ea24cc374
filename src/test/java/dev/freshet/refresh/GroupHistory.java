package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.refresh.UnrulySource.Given;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the snapshots of a group: what is new among them must all be of one tick. Confined to the thread of the test. */
final class GroupHistory {
    private final List<UnrulySource> sources;
    private List<@Nullable Version> last = new ArrayList<>();

    GroupHistory(List<UnrulySource> sources) {
        this.sources = List.copyOf(sources);
        sources.forEach(_ -> last.add(null));
    }

    /** Fails where {@code current}, in the order of the sources, is torn. */
    void compare(List<@Nullable Snapshot> current) {
        List<@Nullable Version> versions = new ArrayList<>();
        current.forEach(each -> versions.add(each == null ? null : each.version()));
        if (!versions.equals(last)) {
            assertThat(current).as("all members or none").doesNotContainNull();
            List<Given> first = sources.getFirst().calls();
            boolean whole = first.subList(Math.max(0, first.size() - 2), first.size()).stream()
                    .anyMatch(call -> isOf(call.startedNanos(), current));
            assertThat(whole).as("the members are of one tick").isTrue();
        }
        last = versions;
    }

    private boolean isOf(long tickNanos, List<@Nullable Snapshot> current) {
        for (int i = 0; i < sources.size(); i++) {
            String json = new String(current.get(i).identity().body(), StandardCharsets.UTF_8);
            if (sources.get(i).calls().stream()
                    .noneMatch(call -> call.startedNanos() == tickNanos && call.brought(json))) {
                return false;
            }
        }
        return true;
    }
}
