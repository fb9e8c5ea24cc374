package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the answers of one event loop by protocol, outcome and status, without a lock or a shared counter: only the loop
 * writes, a scrape reads. Written by one event loop; read by any thread through opaque access, each cell by itself.
 * Thread-safe in that sense.
 */
final class RequestTally {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STATUSES = 1000;
    private static final int OUTCOMES = RequestOutcome.values().length;
    private static final int PROTOCOLS = Protocol.values().length;

    private final long[] answered = new long[PROTOCOLS * OUTCOMES * STATUSES];
    private final long[] bytes = new long[PROTOCOLS];

    /** Takes part in the metrics REQUESTS and RESPONSE_BYTES. */
    RequestTally(Metrics metrics) {
        metrics.contribute(Metric.REQUESTS, this::contributeAnswered);
        metrics.contribute(Metric.RESPONSE_BYTES, this::contributeBytes);
    }

    /** One answer of {@code length} bytes; {@code status} 100..999. */
    void answered(Protocol protocol, RequestOutcome outcome, int status, long length) {
        add(answered, cell(protocol, outcome, status), 1);
        add(bytes, protocol.ordinal(), length);
    }

    /** More bytes of an answer counted already. */
    void sent(Protocol protocol, long length) {
        add(bytes, protocol.ordinal(), length);
    }

    /** Answers 200 and 304 from memory so far. */
    long hits() {
        long hits = 0;
        for (Protocol protocol : Protocol.values()) {
            hits += read(answered, cell(protocol, RequestOutcome.HIT, 200));
            hits += read(answered, cell(protocol, RequestOutcome.NOT_MODIFIED, 304));
        }
        return hits;
    }

    private static int cell(Protocol protocol, RequestOutcome outcome, int status) {
        return (protocol.ordinal() * OUTCOMES + outcome.ordinal()) * STATUSES + status;
    }

    private static void add(long[] cells, int index, long more) {
        CELL.setOpaque(cells, index, cells[index] + more);
    }

    private static long read(long[] cells, int index) {
        return (long) CELL.getOpaque(cells, index);
    }

    private void contributeAnswered(Metrics.Values values) {
        for (Protocol protocol : Protocol.values()) {
            for (RequestOutcome outcome : RequestOutcome.values()) {
                for (int status = 100; status < STATUSES; status++) {
                    long count = read(answered, cell(protocol, outcome, status));
                    if (count > 0) {
                        values.add((double) count, protocol.alpn(), outcome.label(), Integer.toString(status));
                    }
                }
            }
        }
    }

    private void contributeBytes(Metrics.Values values) {
        for (Protocol protocol : Protocol.values()) {
            values.add((double) read(bytes, protocol.ordinal()), protocol.alpn());
        }
    }
}
