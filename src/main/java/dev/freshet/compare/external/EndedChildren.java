package dev.freshet.compare.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What this process's children have used in all, as Linux adds it up when one has ended and was waited for: exact where
 * looking at a running process misses its end. Thread-safe: stateless.
 */
final class EndedChildren {
    private static final Path STAT = Path.of("/proc/self/stat");
    /** Counted from the field behind the program's name, which may itself hold spaces (proc(5)). */
    private static final int CUTIME = 13;

    private static final int CSTIME = 14;
    /** Of which Linux has 100 in a second towards programs, whatever its own clock does. */
    private static final long TICK_MILLIS = 10;

    private EndedChildren() {}

    /** User and system time; null: no such system. */
    static @Nullable Duration cpu() {
        try {
            return Files.isReadable(STAT) ? cpu(Files.readString(STAT)) : null;
        } catch (IOException _) {
            return null;
        }
    }

    /** {@code stat}: one line. */
    static Duration cpu(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis((Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CSTIME])) * TICK_MILLIS);
    }
}
