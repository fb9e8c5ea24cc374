package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.Representation;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.Version;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.decide.PassRules;
import dev.freshet.observe.Metrics;
import dev.freshet.server.strict.StrictRequestDecoder;
import dev.freshet.testing.SettableClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two event loops that serve the same: one recognises known heads, the other decodes every byte and is the oracle. Both
 * remember what their connections brought before. Confined to one test.
 */
final class ShortcutPair implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final List<Endpoint> ENDPOINTS = List.of(
            endpoint(0, null, "/live.json", false, null),
            endpoint(
                    1, null, "/listed.json", false, new CrossOrigin(List.of("https://a.example", "https://c.example"))),
            endpoint(2, null, "/shared.json", false, new CrossOrigin(List.of())),
            endpoint(3, null, "/Aa.json", false, null),
            endpoint(4, null, "/BB.json", false, null),
            endpoint(5, "named.example", "/named.json", false, null),
            endpoint(6, null, "/any-query.json", true, null),
            endpoint(7, null, "/absent.json", false, null));

    private final SettableClock clock = new SettableClock();
    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    private final Side with = new Side(true);
    private final Side without = new Side(false);
    private final Set<String> statuses = new TreeSet<>();
    private long version;

    ShortcutPair() {
        publish();
    }

    /** Publishes a new version of every endpoint but {@code /absent.json}. */
    void publish() {
        version++;
        for (Endpoint each : ENDPOINTS.subList(0, ENDPOINTS.size() - 1)) {
            String json = "{\"path\":\"" + each.label() + "\",\"zeros\":\"" + "0".repeat(100) + "\"}";
            Payload payload = new Payload(json.getBytes(StandardCharsets.US_ASCII), "application/json");
            Version made = new Renderer().render(payload, version, clock.epochMillis());
            cache.put(each.key(), new Snapshot(made, clock.epochMillis()));
        }
    }

    /** Lets time pass for both. */
    void advance(Duration by) {
        clock.advance(by);
    }

    /** Lines with If-None-Match that name what is published, in one coding, in several, and weakly. */
    List<String> conditions() {
        List<String> lines = new ArrayList<>();
        for (Endpoint each : ENDPOINTS.subList(0, 2)) {
            List<String> tags = cache.get(each.key()).version().representations().stream()
                    .map(Representation::etag)
                    .toList();
            tags.forEach(tag -> lines.add("If-None-Match: " + tag));
            lines.add("If-None-Match: \"x\", W/" + tags.getLast());
            lines.add("If-None-Match: " + String.join(",", tags));
        }
        return lines;
    }

    /** Feeds both the same reads, each on a new connection, and fails where one answers or ends differently. */
    String agree(List<String> reads, String place) {
        String expected = without.run(reads);
        assertThat(with.run(reads)).as("%s: %s", place, shown(reads)).isEqualTo(expected);
        Matcher status = STATUS.matcher(expected);
        while (status.find()) {
            statuses.add(status.group(1));
        }
        return expected;
    }

    /** Every status answered so far. */
    Set<String> statuses() {
        return statuses;
    }

    /** Which part of the hits the decoder had no part in, 0..1. */
    double shareSpared() {
        return 1 - (double) with.decodedHits / with.worker.tally().hits();
    }

    /** Fails where the two did not count the same. */
    void agreeOnCounts() {
        assertThat(with.counts()).isEqualTo(without.counts());
    }

    @Override
    public void close() {
        with.worker.release();
        without.worker.release();
    }

    private static String shown(List<String> reads) {
        StringBuilder shown = new StringBuilder();
        for (String read : reads) {
            shown.append("\n  \"");
            for (char each : read.toCharArray()) {
                switch (each) {
                    case '\r' -> shown.append("\\r");
                    case '\n' -> shown.append("\\n");
                    case '"', '\\' -> shown.append('\\').append(each);
                    default -> shown.append(each >= ' ' && each <= '~' ? each : "\\u%04x".formatted((int) each));
                }
            }
            shown.append('"');
        }
        return shown.toString();
    }

    private static Endpoint endpoint(int index, String host, String path, boolean ignoresQuery, CrossOrigin sharing) {
        ResourceKey key = new ResourceKey(host, path, true);
        return new Endpoint(index, path, key, ignoresQuery, 1, 60_000, "public, max-age=1", sharing);
    }

    /** One of the two loops with its connections. Confined to one test. */
    private final class Side {
        private final boolean shortcut;
        private final Metrics metrics = new Metrics();
        private final EmbeddedChannel loop = new EmbeddedChannel();
        private final Worker worker = new Worker(
                loop.eventLoop(),
                new Site(
                        new Demand(ENDPOINTS.stream().map(Endpoint::key).toList()),
                        new Decider(new EndpointTable(ENDPOINTS), cache, PassRules.of(null)),
                        Map.of(),
                        PassingServer.cache(metrics, clock),
                        TestServer.LIMITS,
                        metrics,
                        clock,
                        PooledByteBufAllocator.DEFAULT));
        private long decodedHits;

        Side(boolean shortcut) {
            this.shortcut = shortcut;
        }

        /** What a connection answers to {@code reads}, and whether it is open when all that was put off has been done. */
        String run(List<String> reads) {
            EmbeddedChannel channel = connection();
            StringBuilder answers = new StringBuilder();
            for (String read : reads) {
                if (channel.isOpen()) {
                    channel.writeInbound(Unpooled.copiedBuffer(read, StandardCharsets.ISO_8859_1));
                    drain(channel, answers);
                }
            }
            loop.advanceTimeBy(1, TimeUnit.SECONDS);
            loop.runPendingTasks();
            drain(channel, answers);
            answers.append(channel.isOpen() ? "(open)" : "(closed)");
            channel.finishAndReleaseAll();
            return answers.toString();
        }

        String counts() {
            return new String(metrics.exposition(), StandardCharsets.UTF_8);
        }

        private EmbeddedChannel connection() {
            StrictRequestDecoder decoder = new StrictRequestDecoder(TestServer.LIMITS);
            Http1Connection connection = new Http1Connection(worker, decoder, false);
            EmbeddedChannel channel = new EmbeddedChannel();
            if (shortcut) {
                channel.pipeline().addLast(new Http1Shortcut(worker.heads(), decoder, connection));
                channel.pipeline().addLast(new Gauge());
            }
            channel.pipeline().addLast(decoder, connection);
            return channel;
        }

        private void drain(EmbeddedChannel channel, StringBuilder answers) {
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                answers.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
        }

        /** Counts the hits that come of what the decoder is given. */
        private final class Gauge extends ChannelInboundHandlerAdapter {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                long before = worker.tally().hits();
                ctx.fireChannelRead(message);
                decodedHits += worker.tally().hits() - before;
            }
        }
    }
}
