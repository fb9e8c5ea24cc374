package dev.freshet.compare;

import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * The load generator that needs no installation. Its connections are spread over the client's event loops, each of which
 * sends, reads and counts by itself. Confined to one thread, but for the event loops.
 */
public final class EmbeddedEngine implements LoadEngine {
    private final Client client;

    /** {@code client} stays the caller's. */
    public EmbeddedEngine(Client client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "freshet";
    }

    @Override
    public Sample measure(Target target, Load load, Duration length) throws InterruptedException {
        List<LoopLoad> parts = parts(target, load);
        try {
            await(parts.stream().map(LoopLoad::open).toList());
            List<CompletableFuture<LoopTally>> running =
                    parts.stream().map(each -> each.run(length)).toList();
            await(running);
            return sample(running.stream().map(CompletableFuture::join).toList(), length);
        } finally {
            parts.stream().map(LoopLoad::close).toList().forEach(CompletableFuture::join);
        }
    }

    /** One for each event loop, but none without a connection. */
    private List<LoopLoad> parts(Target target, Load load) {
        Request request = new Request(target, load.fields());
        Dialer dialer = client.dialer();
        List<EventLoop> loops = client.loops().all();
        int count = Math.min(loops.size(), load.connections());
        List<LoopLoad> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int connections = load.connections() / count + (part < load.connections() % count ? 1 : 0);
            Pace pace = Pace.of(load, part, count);
            parts.add(new LoopLoad(loops.get(part), dialer, request, load, connections, pace, client));
        }
        return parts;
    }

    private static void await(List<? extends CompletableFuture<?>> all) throws InterruptedException {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a loop of the load generator failed", e.getCause());
        }
    }

    private static Sample sample(List<LoopTally> tallies, Duration length) {
        Histogram latencies = tallies.getFirst().latencyMicros();
        tallies.stream().skip(1).forEach(each -> latencies.add(each.latencyMicros()));
        SortedMap<Integer, Long> statuses = new TreeMap<>();
        SortedMap<String, Long> errors = new TreeMap<>();
        for (LoopTally each : tallies) {
            each.otherStatuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
            each.errors().forEach((reason, count) -> errors.merge(reason, count, Long::sum));
        }
        Staleness staleness =
                Staleness.of(tallies.stream().map(LoopTally::staleness).toList());
        return new Sample(round(tallies, length), latencies, statuses, errors, staleness);
    }

    private static Round round(List<LoopTally> tallies, Duration length) {
        List<Long> perSecond = IntStream.range(0, (int) length.toSeconds())
                .mapToObj(second -> tallies.stream()
                        .mapToLong(each -> each.perSecond(second))
                        .sum())
                .toList();
        double cpu = tallies.stream().mapToLong(LoopTally::cpuNanos).sum();
        long standstill =
                tallies.stream().mapToLong(LoopTally::standstillNanos).max().orElse(0);
        return new Round(
                tallies.stream().mapToLong(LoopTally::answered).sum(),
                length.toNanos() / 1e9,
                tallies.stream().mapToLong(LoopTally::wireBytes).sum(),
                perSecond,
                Math.min(1, cpu / tallies.size() / length.toNanos()),
                standstill / 1e9);
    }

    /** What it started ends with each round. */
    @Override
    public void close() {
        // Nothing is left running between rounds.
    }
}
