package dev.freshet.source;

import static dev.freshet.source.Fetches.fault;
import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.now;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.freshet.cache.Payload;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogOf;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first source is an upstream, its fallback a file. */
@MayWarn("a source that fails is told once")
class FallbackSourceTest {
    private static final byte[] FROM_UPSTREAM = "{\"from\":\"upstream\"}".getBytes(UTF_8);
    private static final byte[] FROM_FILE = "{\"from\":\"file\"}".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final VirtualClock clock = new VirtualClock();
    private Path file;
    private FallbackSource source;

    @BeforeEach
    void chain() throws IOException {
        file = folder.resolve("spare.json");
        Files.write(file, FROM_FILE);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        source = new FallbackSource(
                new UpstreamSource(
                        new SourceConfig.FromUpstream("api", "/live.json"),
                        "application/json",
                        upstream,
                        upstream.loop(),
                        Runnable::run,
                        clock),
                new FileSource(file, "application/json", Runnable::run, new SystemClock()),
                clock,
                Duration.ofSeconds(60),
                null);
    }

    @AfterEach
    void nothingLeaked() {
        upstream.close();
    }

    @Test
    void theFirstSourceAnswersWhileItCan() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(200, -1, "etag", "\"a\"").body(FROM_UPSTREAM).end();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_UPSTREAM);
        assertThat(fresh(fetched).validators()).isEqualTo(new Validators(0, "\"a\"", null));
    }

    @Test
    void theFallbackAnswersWhenTheFirstFails() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(500, 0).end();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_FILE);
        assertThat(fresh(fetched).validators().origin()).isEqualTo(1);
        assertThat(fresh(fetched).validators().etag()).isNotNull();
    }

    @Test
    void theFallbackAnswersWhenTheFirstHasNoValue() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(404, 0).end();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_FILE);
    }

    @Test
    void theFallbackAnswersWhenTheFirstHangs() {
        var fetched = source.fetch(request(Validators.NONE));
        upstream.advance(Fetches.TIMEOUT);
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_FILE);
    }

    @Test
    void onceTheFirstHasHungNobodyWaitsForItAgain() {
        var _ = source.fetch(request(Validators.NONE));
        upstream.advance(Fetches.TIMEOUT);

        for (int i = 0; i < 3; i++) {
            assertThat(fresh(source.fetch(request(Validators.NONE))).payload().bytes())
                    .isEqualTo(FROM_FILE);
        }
        assertThat(upstream.requests()).isEqualTo(2); // the one that hung, and one that may still be answered
    }

    @Test
    void theFirstThatAnswersInTimeAgainIsAskedAlone() throws IOException {
        var _ = source.fetch(request(Validators.NONE));
        upstream.advance(Fetches.TIMEOUT);
        var _ = source.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(FROM_UPSTREAM).end();

        Files.delete(file);
        var fetched = source.fetch(request(Validators.NONE));
        assertThat(fetched).isNotDone();
        upstream.head(200, -1).body(FROM_UPSTREAM).end();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_UPSTREAM);
    }

    @Test
    void thatWhatItWasAskedAboutIsUnchangedSaysNothingOfWhatTheFallbackGaveSince() throws IOException {
        Validators published = new Validators(0, "\"a\"", null);
        var _ = source.fetch(request(published));
        upstream.advance(Fetches.TIMEOUT);
        Validators fromFallback = fresh(source.fetch(request(published))).validators();

        Files.delete(file);
        var fetched = source.fetch(request(fromFallback));
        upstream.head(304, 0).end();
        assertThat(fault(fetched).detail()).contains("no such file");
    }

    @Test
    void whereBothFailAfterTheFirstHasHungTheFaultNamesBoth() throws IOException {
        var _ = source.fetch(request(Validators.NONE));
        upstream.advance(Fetches.TIMEOUT);
        Files.delete(file);
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(503, 0).end();
        assertThat(fault(fetched).detail()).contains("503", "no such file");
    }

    @Test
    void theFallbacksValidatorsAreForTheFallback() {
        var first = source.fetch(request(Validators.NONE));
        upstream.head(500, 0).end();
        Validators fromFallback = fresh(first).validators();

        var second = source.fetch(request(fromFallback));
        assertThat(upstream.asked().headers().contains("if-none-match")).isFalse();
        upstream.head(500, 0).end();
        assertThat(now(second)).isEqualTo(new Fetched.Unchanged(fromFallback, 0));
    }

    @Test
    void theFirstSourcesValidatorsAreNotForTheFallback() throws IOException {
        var first = source.fetch(request(Validators.NONE));
        upstream.head(500, 0).end();
        Validators asIfFromFirst = new Validators(0, fresh(first).validators().etag(), null);

        var second = source.fetch(request(asIfFromFirst));
        assertThat(upstream.asked().headers().get("if-none-match")).isEqualTo(asIfFromFirst.etag());
        upstream.head(500, 0).end();
        assertThat(fresh(second).payload().bytes()).isEqualTo(FROM_FILE);
    }

    @Test
    void theFaultNamesBothInOneLine() throws IOException {
        Files.delete(file);
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(503, 0).end();
        assertThat(fault(fetched).reason()).isEqualTo(Reason.STATUS);
        assertThat(fault(fetched).detail())
                .contains("upstream api /live.json", "503", file.toString(), "no such file")
                .doesNotContain("\n");
    }

    @Test
    void theSourceThatGaveAPayloadHasTheWordOnIt() {
        FallbackSource chain = new FallbackSource(
                new WordySource("first"), new WordySource("second"), clock, Duration.ofSeconds(60), null);
        Payload payload = new Payload(FROM_FILE, "application/json");
        for (int origin : new int[] {0, 1}) {
            Validators given = new Validators(origin, "\"a\"", null);
            Accepted word = chain.accepted(new Good(given, 0, payload, false, Validators.NONE))
                    .join();
            String who = origin == 0 ? "first" : "second";
            assertThat(word).isEqualTo(new Accepted.Agreed(new Validators(origin, who, null)));
        }
    }

    /** Agrees, with its name for a tag. */
    private record WordySource(String description) implements Source {
        @Override
        public CompletableFuture<Fetched> fetch(FetchRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Accepted> accepted(Good good) {
            Validators own = new Validators(good.given().origin(), description, null);
            return CompletableFuture.completedFuture(
                    own.origin() == 0 ? new Accepted.Agreed(own) : new Accepted.Instead(new Fetched.Unchanged(own, 0)));
        }
    }

    @Test
    void theFallbackIsLeftAloneWhileTheFirstAnswers() throws IOException {
        Files.delete(file);
        var fetched = source.fetch(request(new Validators(0, "\"a\"", null)));
        upstream.head(304, 0).end();
        assertThat(now(fetched)).isEqualTo(new Fetched.Unchanged(new Validators(0, "\"a\"", null), 0));
    }

    @Test
    void changingOverIsLoggedOnceEachWay() {
        try (LogOf log = new LogOf(FallbackSource.class)) {
            for (int status : new int[] {500, 500, 200, 200, 500}) {
                var _ = source.fetch(request(Validators.NONE));
                upstream.head(status, -1).body(FROM_UPSTREAM).end();
            }
            assertThat(log.levels()).containsExactly(Level.WARN, Level.INFO, Level.WARN);
        }
    }

    @Test
    @MayWarn("the first source is busy")
    void aFirstSourceThatAsksToBeLeftAloneIsLeftAlone() {
        var busy = source.fetch(request(Validators.NONE));
        upstream.head(429, 0, "retry-after", "20").end();
        assertThat(fresh(busy).payload().bytes()).isEqualTo(FROM_FILE);
        int asked = upstream.requests();

        clock.advance(Duration.ofSeconds(19));
        assertThat(fresh(source.fetch(request(Validators.NONE))).payload().bytes())
                .isEqualTo(FROM_FILE);
        assertThat(upstream.requests()).isEqualTo(asked);

        clock.advance(Duration.ofSeconds(2));
        var back = source.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(FROM_UPSTREAM).end();
        assertThat(fresh(back).payload().bytes()).isEqualTo(FROM_UPSTREAM);
    }

    @Test
    @MayWarn("the first source is busy")
    void aFirstSourceIsLeftAloneForNoLongerThanThePatience() {
        var busy = source.fetch(request(Validators.NONE));
        upstream.head(503, 0, "retry-after", "86400").end();
        assertThat(fresh(busy).payload().bytes()).isEqualTo(FROM_FILE);

        clock.advance(Duration.ofSeconds(60));
        var back = source.fetch(request(Validators.NONE));
        upstream.head(200, -1).body(FROM_UPSTREAM).end();
        assertThat(fresh(back).payload().bytes()).isEqualTo(FROM_UPSTREAM);
    }

    @Test
    @MayWarn("the fallback is asked")
    void theFallbackAloneIsAskedWhereThePayloadOfTheFirstIsNoGood() {
        Validators own = new Validators(0, "\"a\"", null);
        var fetched = source.fetch(new FetchRequest(own, Fetches.TIMEOUT, 1000, true));

        assertThat(fresh(fetched).payload().bytes()).isEqualTo(FROM_FILE);
        assertThat(fresh(fetched).validators().origin()).isEqualTo(1);
        assertThat(upstream.requests()).isZero();
    }
}
