package dev.freshet.refresh;

import java.util.Arrays;

/** Counts how densely instants lie. Thread-safe: it has no state. */
final class Slices {
    private Slices() {}

    /** The most of {@code instants} that any half-open slice of {@code width} holds. */
    static int mostWithin(long[] instants, long width) {
        long[] sorted = instants.clone();
        Arrays.sort(sorted);
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.length; to++) {
            while (sorted[to] - sorted[from] >= width) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
