package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.SettableClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection with the shortcut must answer every stream of bytes exactly as the connection without it. */
class Http1ShortcutTest {
    /** How many streams each seed makes; more with -Dfreshet.fuzz=1000000. */
    private static final int STREAMS = Integer.getInteger("freshet.fuzz", 3000);

    private static final String[] LINES = {
        "Accept-Encoding: gzip, br",
        "Accept-Encoding: identity",
        "Accept-Encoding: gzip;q=0",
        "If-None-Match: *",
        "If-None-Match: \"x\"",
        "Origin: https://a.example",
        "Connection: close",
        "Connection: keep-alive",
        "Expect: 100-continue",
        "Content-Length: 0",
        "Content-Length: 4",
        "Transfer-Encoding: chunked",
        "Host: other",
        "X-Any: thing",
        " folded: line",
        "Bad Name: x",
    };
    private static final String[] STARTS = {
        "GET /live.json HTTP/1.1",
        "GET /live.json HTTP/1.1",
        "HEAD /live.json HTTP/1.1",
        "GET /listed.json HTTP/1.1",
        "GET /live.json?q HTTP/1.1",
        "GET http://localhost/live.json HTTP/1.1",
        "GET /none HTTP/1.1",
        "POST /live.json HTTP/1.1",
        "OPTIONS /listed.json HTTP/1.1",
        "GET /live.json HTTP/1.0",
        "GET  /live.json HTTP/1.1",
    };

    private final SettableClock clock = new SettableClock();
    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    private final Endpoint live = endpoint(0, "/live.json", null);
    private final Endpoint listed = endpoint(1, "/listed.json", new CrossOrigin(List.of("https://a.example")));
    private final Site site = new Site(
            2,
            new Decider(new EndpointTable(List.of(live, listed)), cache::get, false),
            null,
            TestServer.LIMITS,
            new Metrics(),
            clock,
            PooledByteBufAllocator.DEFAULT);
    private final Worker withShortcut = new Worker(new EmbeddedChannel().eventLoop(), site);
    private final Worker without = new Worker(new EmbeddedChannel().eventLoop(), site);

    @AfterEach
    void release() {
        withShortcut.release();
        without.release();
    }

    @Test
    void aRepeatedRequestIsAnsweredWithoutTheDecoder() {
        publish();
        EmbeddedChannel channel = channel(withShortcut, true);
        StrictRequestDecoder decoder = channel.pipeline().get(StrictRequestDecoder.class);
        String get = "GET /live.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String first = feed(channel, get);
        channel.pipeline().addBefore("decoder", "wall", new Wall());

        assertThat(feed(channel, get)).isEqualTo(first).contains("200 OK");
        assertThat(decoder.isBetweenMessages()).isTrue();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 0})
    void everyStreamOfBytesIsAnsweredAsByTheDecoderAlone(long fixed) {
        long seed = fixed == 0 ? System.identityHashCode(new Object()) : fixed;
        Random random = new Random(seed);
        publish();
        for (int i = 0; i < STREAMS; i++) {
            String stream = stream(random);
            long cuts = random.nextLong();
            String expected = run(without, false, stream, cuts);
            assertThat(run(withShortcut, true, stream, cuts))
                    .as("seed %d, stream %d: %s", seed, i, stream)
                    .isEqualTo(expected);
        }
    }

    private String run(Worker worker, boolean shortcut, String stream, long cuts) {
        EmbeddedChannel channel = channel(worker, shortcut);
        Random random = new Random(cuts);
        StringBuilder answers = new StringBuilder();
        for (int at = 0; at < stream.length() && channel.isOpen(); ) {
            int length = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : stream.length();
            int end = Math.min(stream.length(), at + length);
            answers.append(feed(channel, stream.substring(at, end)));
            at = end;
        }
        answers.append(channel.isOpen() ? "(open)" : "(closed)");
        channel.finishAndReleaseAll();
        return answers.toString();
    }

    private static String feed(EmbeddedChannel channel, String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        StringBuilder answers = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answers.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return answers.toString();
    }

    private static EmbeddedChannel channel(Worker worker, boolean shortcut) {
        StrictRequestDecoder decoder = new StrictRequestDecoder(TestServer.LIMITS);
        Http1Connection connection = new Http1Connection(worker, decoder, false);
        EmbeddedChannel channel = new EmbeddedChannel();
        if (shortcut) {
            channel.pipeline().addLast("shortcut", new Http1Shortcut(worker.heads(), decoder, connection));
        }
        channel.pipeline().addLast("decoder", decoder).addLast("http1", connection);
        return channel;
    }

    /** One to four requests, most of them repeated, some with a byte changed, dropped or doubled. */
    private static String stream(Random random) {
        StringBuilder stream = new StringBuilder();
        for (int requests = 1 + random.nextInt(4); requests > 0; requests--) {
            StringBuilder request = new StringBuilder(pick(random, STARTS)).append("\r\nHost: localhost\r\n");
            for (int lines = random.nextInt(3); lines > 0; lines--) {
                request.append(pick(random, LINES)).append("\r\n");
            }
            request.append("\r\n");
            if (random.nextInt(3) == 0) {
                mutate(random, request);
            }
            stream.append(request.toString().repeat(1 + random.nextInt(2)));
        }
        return stream.toString();
    }

    private static void mutate(Random random, StringBuilder request) {
        int at = random.nextInt(request.length());
        switch (random.nextInt(3)) {
            case 0 -> request.setCharAt(at, (char) random.nextInt(256));
            case 1 -> request.deleteCharAt(at);
            default -> request.insert(at, "\r\n :\0\t".charAt(random.nextInt(6)));
        }
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private void publish() {
        for (Endpoint each : List.of(live, listed)) {
            Payload payload = new Payload(
                    "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}".getBytes(StandardCharsets.UTF_8), "application/json");
            Snapshot.Version version = new Renderer().render(payload, 1, clock.epochMillis());
            cache.put(each.key(), new Snapshot(version, clock.epochMillis()));
        }
    }

    private static Endpoint endpoint(int index, String path, CrossOrigin sharing) {
        return new Endpoint(
                index, path, new ResourceKey(null, path, true), false, 1, 60_000, "public, max-age=1", sharing);
    }

    /** Lets nothing through to the decoder. */
    private static final class Wall extends io.netty.channel.ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(io.netty.channel.ChannelHandlerContext ctx, Object message) {
            throw new AssertionError("the decoder was given something");
        }
    }
}
