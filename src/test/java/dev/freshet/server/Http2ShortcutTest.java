package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.Version;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.decide.PassRules;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.SettableClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that takes the shortcut must answer as one on which every frame is decoded. */
class Http2ShortcutTest {
    /** How many connections each seed makes; more with -Dfreshet.fuzz=1000000. */
    private static final int CONNECTIONS = Integer.getInteger("freshet.fuzz", 1500);

    private static final String JSON = "{\"votes\":[" + "12345,".repeat(500) + "0]}";

    private final SettableClock clock = new SettableClock();
    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    private final Endpoint live = new Endpoint(
            0, "/live.json", new ResourceKey(null, "/live.json", true), false, 1, 60_000, "public, max-age=1", null);
    private final Metrics metrics = new Metrics();
    private final Site site = new Site(
            new Demand(List.of(live.key())),
            new Decider(new EndpointTable(List.of(live)), cache, PassRules.of(null)),
            Map.of(),
            PassingServer.cache(metrics, clock),
            TestServer.LIMITS,
            metrics,
            clock,
            PooledByteBufAllocator.DEFAULT);
    private final Worker worker = new Worker(new ClientChannel(null).eventLoop(), site);

    @BeforeEach
    void publish() {
        Payload payload = new Payload(JSON.getBytes(StandardCharsets.UTF_8), "application/json");
        Version version = new Renderer().render(payload, 1, clock.epochMillis());
        cache.put(live.key(), new Snapshot(version, clock.epochMillis()));
    }

    @AfterEach
    void release() {
        worker.release();
    }

    @Test
    void aRepeatedRequestOpensNoStream() {
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .take());
            int known = exchange.lastStreamCreated();
            exchange.feed(frames.request(5, Http2Frames.GET)
                    .request(7, Http2Frames.GET)
                    .take());

            assertThat(exchange.lastStreamCreated()).isEqualTo(known);
            assertThat(exchange.answer(7)).isEqualTo(exchange.answer(1)).contains(":status=200", "end");
        }
    }

    @Test
    void anAnswerWaitsForTheWindowsOfFlowControl() {
        Http2Frames frames = new Http2Frames().preface().initialWindow(JSON.length() + 10);
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            for (int stream = 1; stream < 81; stream += 2) {
                frames.request(stream, Http2Frames.GET);
            }
            exchange.feed(frames.take());
            assertThat(exchange.bodyBytes()).isEqualTo(65_535);

            exchange.feed(frames.windowUpdate(0, 1_000_000).take());
            assertThat(exchange.bodyBytes()).isEqualTo(40L * JSON.length());
        }
    }

    @Test
    void goAwayNamesTheLastStreamThatWasAnswered() {
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .request(5, Http2Frames.GET)
                    .take());
            exchange.drain();

            assertThat(exchange.answer(5)).contains(":status=200");
            assertThat(exchange.connectionEvents()).contains("GOAWAY last=5");
        }
    }

    @Test
    void whatAClientStillSaysOfAStreamThatIsOverHarmsNothing() {
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .request(5, Http2Frames.GET)
                    .windowUpdate(5, 100)
                    .reset(3)
                    .reset(5)
                    .request(7, Http2Frames.GET)
                    .take());

            assertThat(exchange.answer(7)).contains(":status=200", "end");
            assertThat(exchange.connectionEvents()).doesNotContain("GOAWAY");
        }
    }

    @Test
    void theSameBytesAreAnotherRequestOnceTheTableHasChanged() {
        byte[] indexed = block(0x82, 0x87, 0x01, 1, 'h', 0xbe); // GET, https, authority h, the newest field
        Http2Frames frames = new Http2Frames().preface().settings();
        int flags = Http2Frame.END_HEADERS | Http2Frame.END_STREAM;
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.frame(Http2Frame.HEADERS, flags, 1, indexing("/live.json"))
                    .frame(Http2Frame.HEADERS, flags, 3, indexed)
                    .frame(Http2Frame.HEADERS, flags, 5, indexed)
                    .frame(Http2Frame.HEADERS, flags, 7, indexing("/none.json"))
                    .frame(Http2Frame.HEADERS, flags, 9, indexed)
                    .take());

            assertThat(exchange.answer(5)).contains(":status=200");
            assertThat(exchange.answer(9)).contains(":status=404");
        }
    }

    @Test
    void aNewTableSizeOfTheClientIsAcknowledgedInTheNextHeaderBlock() {
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .take());
            exchange.headerTableSize(0);
            exchange.feed(frames.headerTableSize(0).request(5, Http2Frames.GET).take());

            assertThat(exchange.answer(5)).contains(":status=200", "end");
        }
    }

    /** A block that puts the path into the dynamic table. */
    private static byte[] indexing(String path) {
        byte[] begin = block(0x82, 0x87, 0x01, 1, 'h', 0x44, path.length());
        return Unpooled.wrappedBuffer(begin, path.getBytes(StandardCharsets.US_ASCII))
                .copy()
                .array();
    }

    private static byte[] block(int... octets) {
        byte[] block = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            block[i] = (byte) octets[i];
        }
        return block;
    }

    @Test
    void aClientThatStopsReadingAfterItsAnswersIsResetWhenIdle() {
        long idle = clock.nanoTime() + TestServer.LIMITS.idle().toNanos() + 1;
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .take());
            exchange.stick();
            exchange.feed(frames.request(5, Http2Frames.GET).take());

            exchange.sweep(idle);
            assertThat(exchange.closed()).isFalse();
            exchange.sweep(idle);
            assertThat(exchange.closed()).isTrue();
        }
    }

    @Test
    void countsWhatItAnswers() {
        Http2Frames frames = new Http2Frames().preface().settings();
        try (Http2Exchange exchange = new Http2Exchange(worker, false)) {
            exchange.feed(frames.request(1, Http2Frames.GET)
                    .request(3, Http2Frames.GET)
                    .request(5, Http2Frames.GET)
                    .take());
        }

        assertThat(worker.tally().hits()).isEqualTo(3);
    }

    @MayWarn("malformed frames are the point")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 635_631_035, 0})
    void everyConnectionIsAnsweredAsOneThatKnowsNothing(long fixed) {
        long seed = Long.getLong("freshet.seed", fixed == 0 ? System.identityHashCode(new Object()) : fixed);
        Random random = new Random(seed);
        for (int i = 0; i < CONNECTIONS; i++) {
            boolean faults = random.nextBoolean();
            List<byte[]> sent = Http2Frames.randomConnection(random, faults);
            long cuts = random.nextLong();
            String expected = runDecoded(sent, faults);
            assertThat(run(sent, faults, cuts))
                    .as("seed %d, connection %d", seed, i)
                    .isEqualTo(expected);
        }
    }

    private String runDecoded(List<byte[]> frames, boolean faults) {
        try (Http2Exchange exchange = new Http2Exchange(worker, true)) {
            frames.forEach(exchange::feedForgetting);
            return faults || exchange.closed() ? exchange.heads() : exchange.everything();
        }
    }

    /** Cut at random, but for faults: what a late frame is answered with depends on what has been flushed before it. */
    private String run(List<byte[]> frames, boolean faults, long cuts) {
        List<byte[]> reads = faults ? frames : cut(frames, new Random(cuts));
        try (Http2Exchange exchange = new Http2Exchange(worker, true)) {
            reads.forEach(exchange::feed);
            return faults || exchange.closed() ? exchange.heads() : exchange.everything();
        }
    }

    private static List<byte[]> cut(List<byte[]> frames, Random random) {
        ByteBuf all = Unpooled.wrappedBuffer(frames.toArray(byte[][]::new));
        List<byte[]> reads = new ArrayList<>();
        while (all.isReadable()) {
            int length = random.nextInt(3) == 0 ? 1 + random.nextInt(60) : all.readableBytes();
            byte[] read = new byte[Math.min(length, all.readableBytes())];
            all.readBytes(read);
            reads.add(read);
        }
        return reads;
    }
}
