package dev.freshet.compare.external;

import java.time.Duration;
import java.util.stream.IntStream;

/** How many threads a tool is given. Thread-safe: stateless. */
final class Threads {
    private Threads() {}

    /**
     * As many as there are cores, or fewer, so that each has the same number of connections: wrk drops what cannot be shared
     * out evenly.
     */
    static int sharing(int connections, int cores) {
        return IntStream.rangeClosed(1, Math.min(connections, cores))
                .filter(each -> connections % each == 0)
                .max()
                .orElse(1);
    }

    /** How much of its threads' time a tool was busy, 0 to 1. */
    static double busy(Duration cpu, double seconds, int threads) {
        return Math.clamp(cpu.toNanos() / 1e9 / (seconds * threads), 0, 1);
    }
}
