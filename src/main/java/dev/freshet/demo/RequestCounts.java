package dev.freshet.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests by path. What the origin does not know is counted together, so the map stays small. Thread-safe: adders. */
final class RequestCounts {
    /** Stands for every unknown path. */
    static final String OTHER = "other";

    private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();
    private final LongAdder other = new LongAdder();

    RequestCounts(List<String> paths) {
        paths.forEach(path -> byPath.put(path, new LongAdder()));
        byPath.put(OTHER, other);
    }

    void count(String path) {
        byPath.getOrDefault(path, other).increment();
    }

    long sum() {
        return byPath.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, Long> byPath() {
        Map<String, Long> counts = new TreeMap<>();
        byPath.forEach((path, count) -> counts.put(path, count.sum()));
        return counts;
    }
}
