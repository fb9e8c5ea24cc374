package dev.freshet.compare;

import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The rounds of one side, as they come in. Confined to one thread. */
final class Gathering {
    private final Target target;
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable Long originRequests = 0L;

    Gathering(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** One more round; {@code toOrigin}: requests the origin got meanwhile, null when nobody could tell. */
    void add(Sample sample, @Nullable Long toOrigin) {
        samples.add(sample);
        originRequests = originRequests == null || toOrigin == null ? null : originRequests + toOrigin;
    }

    /** Of all rounds so far, of which there is one at least. */
    Measurement measurement() {
        Histogram latencies = samples.getFirst().latencyMicros().copy();
        samples.stream().skip(1).forEach(each -> latencies.add(each.latencyMicros()));
        List<Round> rounds = samples.stream().map(Sample::round).toList();
        SortedMap<Integer, Long> statuses = new TreeMap<>();
        SortedMap<String, Long> errors = new TreeMap<>();
        for (Sample each : samples) {
            each.otherStatuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
            each.errors().forEach((reason, count) -> errors.merge(reason, count, Long::sum));
        }
        return new Measurement(
                target.side(),
                target.url(),
                target.shownAddress(),
                rounds,
                latencies,
                Collections.unmodifiableSortedMap(statuses),
                Collections.unmodifiableSortedMap(errors),
                Staleness.of(samples.stream().map(Sample::staleness).toList()),
                originRequests);
    }

    /** Requests that got an answer, whichever; latencies may include later ones, or be missing. */
    static long answers(Sample sample) {
        return Math.max(sample.latencyMicros().getTotalCount(), sample.round().answered())
                + sample.otherStatuses().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
