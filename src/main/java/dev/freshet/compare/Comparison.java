package dev.freshet.compare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The front and the origin under the same load. Immutable.
 *
 * @param engine what made the load, such as {@code freshet}, {@code wrk 4.1.0}
 * @param agreement whether both sides gave the same bytes
 * @param remarks what a reader must know before quoting the figures, one sentence each: the client was the bottleneck,
 *     answers that were not 2xx, a round that differs much from the others
 * @param machine such as {@code 2 cores, Linux 6.1 amd64, Java 25.0.1}
 */
public record Comparison(
        Load load,
        String engine,
        Measurement front,
        Measurement origin,
        Agreement agreement,
        List<String> remarks,
        String machine,
        Instant startedAt) {

    /** Whether both sides gave the same bytes for the same request. Immutable. */
    public enum Agreement {
        /** Byte for byte, without a content coding. */
        SAME,
        /** The front gave what the origin had given shortly before: the payload changes while it is asked for. */
        SAME_AFTER_A_CHANGE,
        /** At least once, a side gave no complete 2xx answer when it was asked for its bytes. */
        NOT_COMPARED,
        /** At least once, the front gave for seconds what the origin had not given. */
        DIFFERENT
    }

    /** Copies the list. */
    public Comparison {
        remarks = List.copyOf(remarks);
    }

    /** The same, with one more remark at the end. */
    public Comparison withRemark(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Comparison(load, engine, front, origin, agreement, more, machine, startedAt);
    }

    /** How many times as much the front answers: the ratio of the medians. */
    public double ratio() {
        return front.requestsPerSecond() / origin.requestsPerSecond();
    }
}
