package dev.freshet.refresh.schedule;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads the ticks of many resources over their interval. Each name has a slot by its hash; a slot that is full, at a
 * fifth more than its fair share, hands on to the next. So the phases depend on the names alone, lie nearly as evenly
 * as if they were counted out, and one name more or less moves few others, and those by little. Thread-safe: it has no
 * state.
 */
public final class Phases {
    /**
     * Phases are whole multiples of it: what is due within the same moment shares one waking of every thread on its way,
     * and one write to its source.
     */
    static final long GRID_NANOS = 10_000_000;

    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private Phases() {}

    /** The phase of each of {@code names} among those of one interval, in nanoseconds from 0 up to the interval. */
    public static Map<String, Long> of(List<String> names, long intervalNanos) {
        long slots = slots(names.size(), intervalNanos);
        int most = Math.toIntExact((names.size() * 6L + slots * 5 - 1) / (slots * 5));
        int[] taken = new int[Math.toIntExact(slots)];
        Map<String, Long> phases = HashMap.newHashMap(names.size());
        List<String> inOrder = names.stream()
                .sorted(Comparator.comparing(Phases::hash, Long::compareUnsigned)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (String name : inOrder) {
            int slot = Math.toIntExact(Math.unsignedMultiplyHigh(hash(name), slots));
            while (taken[slot] == most) {
                slot = slot + 1 == taken.length ? 0 : slot + 1;
            }
            taken[slot]++;
            phases.put(name, phase(slot, slots, intervalNanos));
        }
        return phases;
    }

    /**
     * The phase of a name that comes and goes, whoever else is there: by its hash alone, so that many of them lie as evenly as
     * chance has it. In nanoseconds from 0 up to the interval.
     */
    public static long alone(String name, long intervalNanos) {
        long slots = Math.max(1, intervalNanos / GRID_NANOS);
        return phase(Math.unsignedMultiplyHigh(hash(name), slots), slots, intervalNanos);
    }

    /** A few more slots than names, a power of two so that a slot keeps its place as it is halved; as many as the grid has. */
    private static long slots(int names, long intervalNanos) {
        long wanted = Long.highestOneBit(Math.max(1, names * 5L / 4)) * 2;
        return Math.clamp(intervalNanos / GRID_NANOS, 1, wanted);
    }

    private static long phase(long slot, long slots, long intervalNanos) {
        long exactly = intervalNanos / slots * slot + intervalNanos % slots * slot / slots;
        return exactly - exactly % GRID_NANOS;
    }

    /** The same in every process and on every machine: FNV-1a, then mixed so that the high bits depend on every character. */
    static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8_feb8_6659_fd93L;
        return hash ^ (hash >>> 32);
    }
}
