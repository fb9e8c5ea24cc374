package dev.freshet.source;

import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.gzip;
import static dev.freshet.source.Fetches.now;
import static dev.freshet.source.Fetches.reason;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.testing.VirtualClock;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamSourceTest {
    private static final byte[] JSON = "{\"goals\":3}".getBytes(UTF_8);
    private static final String ETAG = "\"v1\"";
    private static final String DATE = "Sat, 21 Nov 2026 02:30:00 GMT";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final UpstreamSource source = new UpstreamSource(
            new SourceConfig.FromUpstream("api", "/live.json?all=1"),
            "application/json",
            upstream,
            upstream.loop(),
            elsewhere::add,
            new VirtualClock());

    @AfterEach
    void nothingLeaked() {
        upstream.close();
    }

    @Test
    void getsThePathWithTheFieldsOfAFetch() {
        var _ = source.fetch(request(Validators.NONE));
        assertThat(upstream.asked().method()).isEqualTo(HttpMethod.GET);
        assertThat(upstream.asked().target()).isEqualTo("/live.json?all=1");
        assertThat(upstream.asked().authority()).isEmpty();
        assertThat(upstream.asked().bodyBytes()).isZero();
        assertThat(upstream.asked().headers().get("accept-encoding")).isEqualTo("gzip");
        assertThat(upstream.asked().headers().get("user-agent")).isEqualTo("freshet");
        assertThat(upstream.asked().headers().contains("if-none-match")).isFalse();
        assertThat(upstream.asked().headers().contains("if-modified-since")).isFalse();
    }

    @Test
    void sendsItsOwnValidatorsBack() {
        var _ = source.fetch(request(new Validators(0, ETAG, DATE)));
        assertThat(upstream.asked().headers().get("if-none-match")).isEqualTo(ETAG);
        assertThat(upstream.asked().headers().get("if-modified-since")).isEqualTo(DATE);
    }

    @Test
    void keepsTheValidatorsOfAnotherSourceToItself() {
        var _ = source.fetch(request(new Validators(1, ETAG, DATE)));
        assertThat(upstream.asked().headers().contains("if-none-match")).isFalse();
        assertThat(upstream.asked().headers().contains("if-modified-since")).isFalse();
    }

    @Test
    void aBodyInPartsIsOnePayload() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1, "content-type", "application/geo+json", "etag", ETAG, "last-modified", DATE, "age", "7")
                .body(Arrays.copyOf(JSON, 3))
                .body(Arrays.copyOfRange(JSON, 3, JSON.length))
                .end();
        assertThat(fetched).isNotDone();
        decode();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(JSON);
        assertThat(fresh(fetched).payload().mediaType()).isEqualTo("application/geo+json");
        assertThat(fresh(fetched).validators()).isEqualTo(new Validators(0, ETAG, DATE));
        assertThat(fresh(fetched).ageMillis()).isEqualTo(7_000);
    }

    @Test
    void aPayloadWithoutATypeHasTheDefaultOne() {
        var fetched = answer200(JSON);
        assertThat(fresh(fetched).payload().mediaType()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void aGzippedBodyIsDecoded(String coding) {
        var fetched = answer200(gzip(JSON), "content-encoding", coding);
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(JSON);
    }

    @Test
    void decodingWaitsForTheExecutor() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1, "content-encoding", "gzip").body(gzip(JSON)).end();
        assertThat(fetched).isNotDone();
        decode();
        assertThat(fetched).isDone();
    }

    @Test
    void anEmptyGzipStreamIsNoValue() {
        assertThat(reason(answer200(gzip(new byte[0]), "content-encoding", "gzip")))
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void aTruncatedGzipStreamIsRefused() {
        byte[] coded = gzip(JSON);
        var fetched = answer200(Arrays.copyOf(coded, coded.length - 9), "content-encoding", "gzip");
        assertThat(reason(fetched)).isEqualTo(Reason.CODING);
    }

    @Test
    void aDamagedGzipStreamIsRefused() {
        byte[] coded = gzip(JSON);
        coded[coded.length - 6] ^= 1; // in the checksum
        assertThat(reason(answer200(coded, "content-encoding", "gzip"))).isEqualTo(Reason.CODING);
    }

    @Test
    void aBodyThatOnlyClaimsToBeGzippedIsRefused() {
        assertThat(reason(answer200(JSON, "content-encoding", "gzip"))).isEqualTo(Reason.CODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "identity, br"})
    void aCodingThatWasNotAskedForIsRefused(String coding) {
        assertThat(reason(answer200(JSON, "content-encoding", coding))).isEqualTo(Reason.CODING);
    }

    @Test
    void aBombIsNotUnpackedBeyondTheLimit() {
        byte[] bomb = gzip(new byte[20_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(reason(answer200(bomb, "content-encoding", "gzip"))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aPayloadOfTheLimitIsAcceptedAlsoWhereGzipMadeItLonger() {
        byte[] noise = new byte[(int) Fetches.MAX_BYTES];
        new Random(7).nextBytes(noise);
        assertThat(gzip(noise).length).isGreaterThan(noise.length);
        assertThat(fresh(answer200(gzip(noise), "content-encoding", "gzip"))
                        .payload()
                        .bytes())
                .isEqualTo(noise);
    }

    @Test
    void oneByteBeyondTheLimitIsTooLargeAndCancelled() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(new byte[(int) Fetches.MAX_BYTES]);
        assertThat(fetched).isNotDone();
        upstream.body(new byte[1]);
        assertThat(reason(fetched)).isEqualTo(Reason.TOO_LARGE);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void aDeclaredLengthBeyondTheLimitIsRefusedAtTheHead() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, Fetches.MAX_BYTES + 1);
        assertThat(reason(fetched)).isEqualTo(Reason.TOO_LARGE);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void anEmptyBodyIsNoValue() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, 0).end();
        assertThat(reason(fetched)).isEqualTo(Reason.MISSING);
    }

    @Test
    void notModifiedConfirmsThePayload() {
        var fetched = source.fetch(request(new Validators(0, ETAG, DATE)));
        upstream.head(304, -1, "age", "4").end();
        assertThat(now(fetched)).isEqualTo(new Fetched.Unchanged(new Validators(0, ETAG, DATE), 4_000));
    }

    @Test
    void notModifiedMayBringANewerValidator() {
        var fetched = source.fetch(request(new Validators(0, ETAG, DATE)));
        upstream.head(304, -1, "etag", "W/\"v1\"").end();
        assertThat(now(fetched)).isEqualTo(new Fetched.Unchanged(new Validators(0, "W/\"v1\"", DATE), 0));
    }

    @Test
    void notModifiedWithoutAConditionIsAFault() {
        var fetched = source.fetch(request(new Validators(1, ETAG, null)));
        upstream.head(304, -1).end();
        assertThat(reason(fetched)).isEqualTo(Reason.STATUS);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void notFoundIsNoValue(int status) {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(status, -1).body("not here".getBytes(UTF_8)).end();
        assertThat(reason(fetched)).isEqualTo(Reason.MISSING);
        assertThat(upstream.cancelled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 206, 301, 302, 401, 429, 500, 503})
    void anotherStatusIsAFaultThatNamesIt(int status) {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(status, -1, "location", "/elsewhere")
                .body("sorry".getBytes(UTF_8))
                .end();
        assertThat(reason(fetched)).isEqualTo(Reason.STATUS);
        assertThat(Fetches.fault(fetched).detail()).contains(String.valueOf(status));
    }

    @Test
    void anErrorPageWithoutEndIsCutOff() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(500, -1).body(new byte[(int) Fetches.MAX_BYTES + 1]);
        assertThat(reason(fetched)).isEqualTo(Reason.STATUS);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void aTruncatedBodyIsNotTakenForWhole() {
        Fault closed = new Fault(Reason.CLOSED, "127.0.0.1:9000: closed");
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, 100).body(JSON).fail(closed);
        assertThat(now(fetched)).isEqualTo(new Fetched.Failed(closed));
    }

    @Test
    void anUpstreamThatCannotBeReachedIsTheFault() {
        Fault refused = new Fault(Reason.CONNECT, "127.0.0.1:9000: connection refused");
        var fetched = source.fetch(request(Validators.NONE));
        upstream.fail(refused);
        assertThat(now(fetched)).isEqualTo(new Fetched.Failed(refused));
    }

    @Test
    void silenceEndsAtTheDeadline() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.advance(Fetches.TIMEOUT.minusMillis(1));
        assertThat(fetched).isNotDone();
        upstream.advance(Duration.ofMillis(1));
        assertThat(reason(fetched)).isEqualTo(Reason.DEADLINE);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void aBodyThatStallsEndsAtTheDeadline() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, 100).body(JSON).advance(Fetches.TIMEOUT);
        assertThat(reason(fetched)).isEqualTo(Reason.DEADLINE);
        assertThat(upstream.cancelled()).isTrue();
    }

    @Test
    void aBusyExecutorDoesNotMoveTheDeadline() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(JSON).end();
        upstream.advance(Fetches.TIMEOUT);
        assertThat(reason(fetched)).isEqualTo(Reason.DEADLINE);
        decode();
        assertThat(reason(fetched)).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void aFinishedFetchLeavesNoTimer() {
        var fetched = source.fetch(request(Validators.NONE));
        assertThat(upstream.hasTimers()).isTrue();
        upstream.head(404, 0).end();
        assertThat(fetched).isDone();
        assertThat(upstream.hasTimers()).isFalse();
    }

    @Test
    void aFinishedFetchIsNotCancelledAtItsDeadline() {
        answer200(JSON);
        upstream.advance(Fetches.TIMEOUT);
        assertThat(upstream.cancelled()).isFalse();
    }

    @Test
    void anExecutorThatHasEndedMeansStopping() {
        UpstreamSource stopping = new UpstreamSource(
                new SourceConfig.FromUpstream("api", "/"),
                "application/json",
                upstream,
                upstream.loop(),
                _ -> {
                    throw new RejectedExecutionException();
                },
                new VirtualClock());
        var fetched = stopping.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(JSON).end();
        assertThat(reason(fetched)).isEqualTo(Reason.STOPPING);
    }

    @ParameterizedTest
    @CsvSource({
        "503,30,30",
        "429,1,1",
        "429,0,0",
        "503,-5,0",
        "503,soon,0",
        "503,99999999999999999999,2147483648",
        "500,30,0",
        "404,30,0"
    })
    void retryAfterIsHandedOnWhereTheOriginAsksForRest(int status, String field, long seconds) {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(status, 0, "retry-after", field).end();

        assertThat(now(fetched))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.retryAfterSeconds()).isEqualTo(seconds));
    }

    @Test
    void aDateInRetryAfterIsCountedFromTheDateOfTheResponse() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(503, 0, "date", DATE, "retry-after", DATE.replace("02:30:00", "02:31:30"))
                .end();

        assertThat(now(fetched))
                .isEqualTo(new Fetched.Failed(new Fault(Reason.STATUS, "503, Retry-After 90s (expected: 200)"), 90));
    }

    @Test
    void aDateInRetryAfterThatHasPassedAsksForNothing() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(503, 0, "date", DATE, "retry-after", DATE.replace("02:30:00", "02:29:00"))
                .end();

        assertThat(now(fetched)).isEqualTo(new Fetched.Failed(new Fault(Reason.STATUS, "503 (expected: 200)")));
    }

    @Test
    void saysWhatItIs() {
        assertThat(source.description()).isEqualTo("upstream api /live.json?all=1");
    }

    private CompletableFuture<Fetched> answer200(byte[] body, String... fields) {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1, fields).body(body).end();
        decode();
        return fetched;
    }

    private void decode() {
        for (Runnable next = elsewhere.poll(); next != null; next = elsewhere.poll()) {
            next.run();
        }
    }
}
