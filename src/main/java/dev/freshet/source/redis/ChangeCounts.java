package dev.freshet.source.redis;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/**
 * Counts what one Redis told of. Thread-safe: counters.
 *
 * @param messages that came on a channel
 * @param notifications of keys that are watched
 * @param invalidations of keys that are watched
 * @param reconnects after which everything counts as changed
 */
record ChangeCounts(
        CounterDataPoint messages,
        CounterDataPoint notifications,
        CounterDataPoint invalidations,
        CounterDataPoint reconnects) {

    /** Of the Redis of that name. */
    static ChangeCounts of(String redis, Metrics metrics) {
        return new ChangeCounts(
                metrics.counter(Metric.REDIS_CHANGES, redis, "pubsub"),
                metrics.counter(Metric.REDIS_CHANGES, redis, "keyspace"),
                metrics.counter(Metric.REDIS_CHANGES, redis, "tracking"),
                metrics.counter(Metric.REDIS_CHANGES, redis, "reconnect"));
    }

    /** Counts in {@code counter} where anybody was told. */
    static void count(CounterDataPoint counter, int told) {
        if (told > 0) {
            counter.inc();
        }
    }
}
