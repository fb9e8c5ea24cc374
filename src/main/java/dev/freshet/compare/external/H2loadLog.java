package dev.freshet.compare.external;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What h2load wrote of each request: when it began in microseconds since 1970, the status, and how many microseconds it
 * took, between tabs. Requests without an answer have the status -1 and are left out here: h2load sums them up itself. A line
 * that is cut off is left out too. Immutable: nobody records into the histogram any more.
 *
 * @param latencyMicros of 2xx answers
 * @param otherStatuses answers that were not 2xx, by status
 * @param answeredPerSecond 2xx answers by the second of their end, counted from the first request
 */
record H2loadLog(Histogram latencyMicros, SortedMap<Integer, Long> otherStatuses, List<Long> answeredPerSecond) {
    private static final int COLUMNS = 3;
    private static final int DIGITS = 3;
    private static final long MICROS = 1_000_000;
    /** Beyond any round: where a clock was set meanwhile, what ends then is not counted by the second. */
    private static final long MOST_SECONDS = 24 * 60 * 60;

    /** Reads a whole log; it may be large and is not kept. */
    static H2loadLog read(Path file) throws IOException {
        long firstMicros = begin(file);
        Histogram latency = new Histogram(DIGITS);
        SortedMap<Integer, Long> others = new TreeMap<>();
        List<Long> perSecond = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long[] row = row(line);
                if (row.length == 0 || row[1] < 0) {
                    continue;
                }
                if (row[1] / 100 == 2) {
                    latency.recordValue(row[2]);
                    count(perSecond, (row[0] + row[2] - firstMicros) / MICROS);
                } else {
                    others.merge((int) row[1], 1L, Long::sum);
                }
            }
        }
        return new H2loadLog(latency, others, List.copyOf(perSecond));
    }

    /** The first lines are not those of the first requests: the log is ordered by their ends. */
    private static long begin(Path file) throws IOException {
        long first = Long.MAX_VALUE;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long[] row = row(line);
                first = row.length == 0 ? first : Math.min(first, row[0]);
            }
        }
        return first;
    }

    private static void count(List<Long> perSecond, long second) {
        if (second < 0 || second >= MOST_SECONDS) {
            return;
        }
        if (second >= perSecond.size()) {
            perSecond.addAll(Collections.nCopies((int) second - perSecond.size() + 1, 0L));
        }
        perSecond.set((int) second, perSecond.get((int) second) + 1);
    }

    /** Begin, status and time; empty where the line is none of a request. */
    private static long[] row(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length < COLUMNS) {
            return new long[0];
        }
        try {
            long[] row = new long[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = Long.parseLong(columns[i]);
            }
            return row[2] < 0 ? new long[0] : row;
        } catch (NumberFormatException _) {
            return new long[0];
        }
    }
}
