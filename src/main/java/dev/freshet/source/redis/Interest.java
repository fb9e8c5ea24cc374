package dev.freshet.source.redis;

import dev.freshet.config.OnChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hear of. Immutable.
 *
 * @param keys what is read; a change of any of them counts, whatever it was
 * @param onChange how it is heard; null: not at all, only when the connection has come back
 */
public record Interest(List<String> keys, @Nullable OnChange onChange) {
    /** The shortest time from telling of one change to telling of the next. */
    long minNanos() {
        return onChange == null ? 0 : onChange.min().toNanos();
    }
}
