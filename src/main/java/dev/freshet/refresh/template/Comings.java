package dev.freshet.refresh.template;

import dev.freshet.cache.Residents;
import dev.freshet.decide.Arrival;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts how the resources of one template come and go. Thread-safe: the counters are, and the maps do not change. */
final class Comings {
    private final Map<Coming, CounterDataPoint> comings = new EnumMap<>(Coming.class);
    private final Map<Residents.Leaving, CounterDataPoint> leavings = new EnumMap<>(Residents.Leaving.class);

    private enum Coming {
        CAME,
        MISSING,
        /** As {@link #MISSING}, without the source having been asked. */
        REMEMBERED,
        /** It waits for one that somebody else has begun. */
        COLLAPSED,
        FAILED,
        LATE,
        CROWDED
    }

    /** {@code label}: of the template. */
    Comings(Metrics metrics, String label) {
        for (Coming each : Coming.values()) {
            comings.put(each, metrics.counter(Metric.FIRST_FETCHES, label, label(each)));
        }
        for (Residents.Leaving each : Residents.Leaving.values()) {
            leavings.put(each, metrics.counter(Metric.RESOURCES_LEFT, label, label(each)));
        }
    }

    /** A first fetch came to {@code arrival}, or did not begin. */
    void count(Arrival arrival) {
        Coming coming = switch (arrival) {
            case Arrival.Came _ -> Coming.CAME;
            case Arrival.Missing(boolean asked) -> asked ? Coming.MISSING : Coming.REMEMBERED;
            case Arrival.Failed _ -> Coming.FAILED;
            case Arrival.Late _ -> Coming.LATE;
            case Arrival.Crowded _ -> Coming.CROWDED;
        };
        Objects.requireNonNull(comings.get(coming)).inc();
    }

    /** Somebody waits for a first fetch that is under way. */
    void collapsed() {
        Objects.requireNonNull(comings.get(Coming.COLLAPSED)).inc();
    }

    /** A resource has left. */
    void count(Residents.Leaving leaving) {
        Objects.requireNonNull(leavings.get(leaving)).inc();
    }

    private static String label(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
