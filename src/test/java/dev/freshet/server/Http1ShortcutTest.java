package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection with the shortcut must answer every stream of bytes exactly as the connection without it: the same bytes
 * back, the same end, the same counts.
 */
class Http1ShortcutTest {
    /** How many streams each seed makes; more with -Dfreshet.fuzz=1000000. */
    private static final int STREAMS = Integer.getInteger("freshet.fuzz", 3000);

    private static final String GET = "GET /live.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final ShortcutPair pair = new ShortcutPair();

    @AfterEach
    void release() {
        pair.close();
    }

    @Test
    void aRepeatedRequestIsAnsweredWithoutTheDecoder() {
        String answers = pair.agree(List.of(GET, GET, GET + GET), "four of the same");

        assertThat(answers.split("200 OK", -1)).hasSize(5);
        assertThat(pair.shareSpared()).isEqualTo(0.75);
    }

    /** A fixed seed fails for everybody or nobody; the last is new each time. */
    static LongStream seeds() {
        Long given = Long.getLong("freshet.seed");
        return given != null ? LongStream.of(given) : LongStream.of(1, 2, 3, 4, new Random().nextInt());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStreamOfBytesIsAnsweredAsByTheDecoderAlone(long seed) {
        Random random = new Random(seed);
        RequestStreams streams = new RequestStreams(random, pair.conditions());
        for (int i = 0; i < STREAMS; i++) {
            timePasses(random);
            pair.agree(streams.next(), "-Dfreshet.seed=" + seed + " -Dfreshet.fuzz=" + (i + 1));
        }
        pair.agreeOnCounts();
        if (STREAMS >= 3000) {
            assertThat(pair.statuses()).contains("200", "204", "304", "400", "404", "405", "417", "501", "503", "505");
            assertThat(pair.shareSpared()).isBetween(0.3, 0.95);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET,
                "HEAD /live.json?q HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0.5, br\r\n\r\n",
                "GET http://a/listed.json HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\nIf-None-Match: *\r\n\r\n"
            })
    void aByteOfAnyClassAtAnyPlaceIsTakenAsByTheDecoder(String known) {
        for (int at = 0; at <= known.length(); at++) {
            for (char each : RequestStreams.BYTE_CLASSES.toCharArray()) {
                String inserted = known.substring(0, at) + each + known.substring(at);
                pair.agree(List.of(known + inserted + known), "inserted at " + at);
                String replaced = known.substring(0, at) + each + known.substring(Math.min(at + 1, known.length()));
                pair.agree(List.of(known, replaced, known), "replaced at " + at);
            }
        }
        pair.agreeOnCounts();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET + GET + GET,
                GET + "\r\n" + GET,
                GET + "GET /live.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody" + GET,
                GET + "POST /none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n" + GET,
                GET + "GET /live.json HTTP/1.1\r\nHost: localhost\r\nX: a\r\n folded\r\n\r\n" + GET,
                GET + "GET /live.json HTTP/1.1\nHost: localhost\n\n" + GET,
                GET + "HEAD /Aa.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + GET
            })
    void aStreamCutAnywhereIsAnsweredTheSame(String stream) {
        for (int first = 0; first <= stream.length(); first++) {
            String head = stream.substring(0, first);
            for (int second = first; second <= Math.min(stream.length(), first + 6); second++) {
                pair.agree(
                        List.of(head, stream.substring(first, second), stream.substring(second)),
                        "cut at " + first + " and " + second);
            }
        }
        pair.agree(Arrays.asList(stream.split("")), "byte by byte");
        pair.agreeOnCounts();
    }

    @Test
    void headsOfOneHashAreToldApart() {
        String some = "GET /Aa.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String other = "GET /BB.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(some.hashCode()).isEqualTo(other.hashCode());

        for (List<String> reads : List.of(
                List.of(some, some, other, some),
                List.of(other, other, some, some),
                List.of(some + other, other + some))) {
            String answers = pair.agree(reads, "heads of one hash");
            assertThat(answers.split("\"path\":\"/Aa.json", -1))
                    .hasSameSizeAs(String.join("", reads).split(some, -1));
            assertThat(answers.split("\"path\":\"/BB.json", -1))
                    .hasSameSizeAs(String.join("", reads).split(other, -1));
        }
        assertThat(pair.shareSpared()).isPositive();
    }

    @Test
    void aHeadOfAnyLengthIsAnsweredTheSame() {
        for (int limit : new int[] {HeadMemo.MAX_BYTES, TestServer.LIMITS.requestHeadBytes()}) {
            for (int length = limit - 60; length <= limit + 60; length++) {
                String line = GET.substring(0, GET.length() - 2) + "X-Pad: ";
                String field = line + "p".repeat(length - line.length() - 4) + "\r\n\r\n";
                pair.agree(List.of(field + field, field), "a head of " + length + " bytes");
                String target = GET.replace(".json", ".json?" + "q".repeat(length - GET.length() - 1));
                pair.agree(List.of(target, target + target), "a target in a head of " + length + " bytes");
            }
        }
        assertThat(pair.statuses()).contains("200", "404", "414", "431");
    }

    /** Now and then a second ends, a new version comes, or none comes for too long. */
    private void timePasses(Random random) {
        switch (random.nextInt(1000)) {
            case 0, 1, 2, 3 -> pair.publish();
            case 4 -> pair.advance(Duration.ofSeconds(61));
            case 5, 6, 7, 8, 9 -> pair.advance(Duration.ofMillis(random.nextInt(1500)));
            default -> {}
        }
    }
}
