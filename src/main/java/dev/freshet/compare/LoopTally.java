package dev.freshet.compare;

import dev.freshet.compare.Measurement.Staleness;
import dev.freshet.observe.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one event loop counts in one round; it also stands first in the pipelines, where it sees the bytes of the socket.
 * Between start and end it counts answers and bytes; of what comes after, only latencies, statuses and errors: a slow answer
 * must not be forgotten because the round was over, nor make the throughput of a second belong to another. Confined to its
 * event loop, and to the engine's thread once the round is over.
 */
@Sharable
final class LoopTally extends ChannelInboundHandlerAdapter {
    private static final long LONGEST_MICROS = 600_000_000;
    private static final int DIGITS = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int MOST_REASONS = 32;

    private final Standstill standstill;
    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, DIGITS);
    private final Map<Integer, Long> otherStatuses = new TreeMap<>();
    private final Map<String, Long> errors = new TreeMap<>();
    private long[] perSecond = {};
    private long startNanos;
    private long endNanos;
    private boolean counting;
    private long answered;
    private long wireBytes;
    private long maxAgeSeconds = ResponseView.NO_AGE;
    private long markedStale;
    private long cpuNanos;

    LoopTally(Clock clock) {
        standstill = new Standstill(clock);
    }

    /** The round lasts from one time to the other. */
    void start(long start, long end) {
        standstill.start();
        startNanos = start;
        endNanos = end;
        counting = true;
        perSecond = new long[(int) ((end - start) / NANOS_PER_SECOND)];
    }

    /** To be called every few tens of milliseconds, so that a client that stood still is noticed. */
    void tick() {
        standstill.look();
    }

    /** Bytes are not counted any more; {@code cpu}: what the loop's thread has used since the start, in nanoseconds. */
    void end(long cpu) {
        counting = false;
        cpuNanos = cpu;
        tick();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (counting) {
            wireBytes += ((ByteBuf) message).readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    void answered(long intendedNanos, long nowNanos, ResponseView answer) {
        if (answer.status() > 299) {
            otherStatuses.merge(answer.status(), 1L, Long::sum);
            return;
        }
        latencyMicros.recordValue(Math.clamp((nowNanos - intendedNanos) / 1000, 0, LONGEST_MICROS));
        maxAgeSeconds = Math.max(maxAgeSeconds, answer.ageSeconds());
        if (answer.markedStale()) {
            markedStale++;
        }
        if (nowNanos - endNanos < 0) {
            answered++;
            int second = (int) ((nowNanos - startNanos) / NANOS_PER_SECOND);
            if (second < perSecond.length) {
                perSecond[second]++;
            }
        }
    }

    /** Reasons are few; should a server think of many, the others are counted together. */
    void failed(String reason, long requests) {
        boolean known = errors.containsKey(reason) || errors.size() < MOST_REASONS;
        errors.merge(known ? reason : "other", requests, Long::sum);
    }

    Histogram latencyMicros() {
        return latencyMicros;
    }

    Map<Integer, Long> otherStatuses() {
        return otherStatuses;
    }

    Map<String, Long> errors() {
        return errors;
    }

    long answered() {
        return answered;
    }

    long wireBytes() {
        return wireBytes;
    }

    long cpuNanos() {
        return cpuNanos;
    }

    /** As {@link Standstill#longestNanos}. */
    long standstillNanos() {
        return standstill.longestNanos();
    }

    /** For each whole second of the round. */
    long perSecond(int second) {
        return perSecond[second];
    }

    Staleness staleness() {
        return new Staleness(maxAgeSeconds == ResponseView.NO_AGE ? null : maxAgeSeconds, markedStale);
    }
}
