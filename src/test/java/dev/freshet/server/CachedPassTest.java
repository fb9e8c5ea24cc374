package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.server.CachingSite.Reply;
import dev.freshet.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache of passed responses on real sockets, in both protocols; the decisions themselves are tested where they are made. */
class CachedPassTest {
    private static final String MISS = "200 freshet; fwd=uri-miss; stored";

    @TempDir
    Path directory;

    private CachingSite site;

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFreshResponseIsAnsweredFromMemory(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=10", "ETag: \"a\"");

        assertThat(site.get().story()).isEqualTo(MISS);
        site.advance(4);
        Reply hit = site.get();

        assertThat(hit).isEqualTo(new Reply(200, "freshet; hit; ttl=6", "4", "\"a\"", null, "hello"));
        assertThat(site.asked()).isEqualTo(1);
        assertThat(site.server.counted("freshet_cached_requests_total{result=\"hit\"} 1.0"))
                .isTrue();
        assertThat(site.server.counted("freshet_cached_requests_total{result=\"miss\"} 1.0"))
                .isTrue();
        assertThat(site.server.counted("freshet_store_changes_total{change=\"stored\"} 1.0"))
                .isTrue();
        assertThat(site.server.counted("freshet_stored_responses 1.0")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aConditionIsMetFromMemoryAndSoAreRangesAndHead(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("0123456789", "Cache-Control: max-age=10", "ETag: \"a\"");
        site.get();

        assertThat(site.get("If-None-Match: \"a\"").story()).isEqualTo("304 freshet; hit; ttl=10");
        Reply part = site.get("Range: bytes=2-4");
        assertThat(part.story()).isEqualTo("206 freshet; hit; ttl=10");
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(site.get("Range: bytes=10-").contentRange()).isEqualTo("bytes */10");
        assertThat(site.get("Range: bytes=0-1", "If-Range: \"b\"").text()).isEqualTo("0123456789");
        assertThat(site.ask("HEAD", "/thing").story()).isEqualTo("200 freshet; hit; ttl=10");
        assertThat(site.get().text()).isEqualTo("0123456789");
        assertThat(site.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleResponseIsConfirmedOrReplaced(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1", "ETag: \"a\"");
        site.get();
        site.advance(2);
        site.respond(CachingSite.response(304, "", "ETag: \"a\"", "Cache-Control: max-age=5"));

        Reply confirmed = site.get();
        assertThat(confirmed.story()).isEqualTo("200 freshet; fwd=stale; fwd-status=304");
        assertThat(confirmed.text()).isEqualTo("one");
        assertThat(site.lastAsked()).contains("if-none-match: \"a\"\r\n");
        assertThat(site.get().story()).isEqualTo("200 freshet; hit; ttl=5");

        site.advance(6);
        site.answers("two", "Cache-Control: max-age=1", "ETag: \"b\"");
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; stored");
        assertThat(site.get().text()).isEqualTo("two");
        assertThat(site.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void a304ForSomethingElseIsAskedAboutOnceMore(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1", "ETag: \"a\"");
        site.get();
        site.advance(2);
        site.play((head, peer) -> {
            boolean asksAgain = !head.toLowerCase(java.util.Locale.ROOT).contains("if-none-match");
            peer.send(
                    asksAgain
                            ? CachingSite.response(200, "two", "Cache-Control: max-age=9")
                            : CachingSite.response(304, "", "ETag: \"z\""));
            return true;
        });

        Reply reply = site.get();

        assertThat(reply.text()).isEqualTo("two");
        assertThat(reply.story()).isEqualTo("200 freshet; fwd=stale; stored");
        assertThat(site.get().story()).isEqualTo("200 freshet; hit; ttl=9");
        assertThat(site.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aClientsConditionDoesNotKeepTheWholeFromTheStore(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=10", "ETag: \"a\"");

        assertThat(site.get("If-None-Match: \"a\"").story())
                .isEqualTo("304 freshet; fwd=uri-miss; fwd-status=200; stored");
        assertThat(site.lastAsked()).doesNotContain("if-none-match");
        assertThat(Patience.until(() -> site.server.counted("freshet_stored_responses 1.0"), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(site.get().text()).isEqualTo("hello");
        assertThat(site.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void variantsAreStoredSideBySide(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.play((head, peer) -> {
            String language = head.contains("Language: de") || head.contains("language: de") ? "hallo" : "hello";
            peer.send(CachingSite.response(200, language, "Cache-Control: max-age=10", "Vary: Accept-Language"));
            return true;
        });

        assertThat(site.get("Accept-Language: de").story()).isEqualTo(MISS);
        assertThat(site.get("Accept-Language: en").story()).isEqualTo("200 freshet; fwd=vary-miss; stored");
        assertThat(site.get("Accept-Language: de").text()).isEqualTo("hallo");
        assertThat(site.get("Accept-Language: en").text()).isEqualTo("hello");
        assertThat(site.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerToCredentialsIsSharedOnlyWhereItIsPublic(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("mine", "Cache-Control: max-age=10");
        assertThat(site.get("Authorization: Basic YTpi").story()).isEqualTo("200 freshet; fwd=uri-miss");
        assertThat(site.get().story()).isEqualTo(MISS);

        site.answers("ours", "Cache-Control: public, max-age=10");
        assertThat(site.ask("GET", "/ours", "Authorization: Basic YTpi").story())
                .isEqualTo(MISS);
        assertThat(site.ask("GET", "/ours").story()).isEqualTo("200 freshet; hit; ttl=10");
    }

    @ParameterizedTest
    @EnumSource
    void aStaleResponseIsServedWhileItIsValidated(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1, stale-while-revalidate=10");
        site.get();
        site.advance(3);
        site.answers("two", "Cache-Control: max-age=60");

        Reply stale = site.ask("HEAD", "/thing");

        assertThat(stale.story()).isEqualTo("200 freshet; hit; ttl=-2; detail=stale-while-revalidate");
        assertThat(Patience.until(
                        () -> site.server.counted("freshet_store_changes_total{change=\"stored\"} 2.0"),
                        Duration.ofSeconds(5)))
                .isTrue();
        assertThat(site.lastAsked()).startsWith("get ");
        assertThat(site.get().text()).isEqualTo("two");
        assertThat(site.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleResponseStandsInForAnOriginThatFails(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1, stale-if-error=10", "ETag: \"a\"");
        site.get();
        site.advance(3);

        site.respond(CachingSite.response(503, "down"));
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; fwd-status=503; detail=stale-if-error");
        site.play((_, _) -> false);
        Reply bridged = site.get();
        assertThat(bridged.story()).isEqualTo("200 freshet; fwd=stale; detail=stale-if-error");
        assertThat(bridged.text()).isEqualTo("one");

        site.advance(9);
        assertThat(site.get().story()).isEqualTo("502 freshet; fwd=stale");
    }

    @ParameterizedTest
    @EnumSource
    void whatSaysNothingOfErrorsStandsInForAsLongAsTheOperatorAllows(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1");
        site.get();
        site.advance(3);

        site.play((_, _) -> false);
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; detail=stale-if-error");
        site.respond(CachingSite.response(500, "down"));
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; fwd-status=500; detail=stale-if-error");
        assertThat(site.get("Cache-Control: no-cache").story()).isEqualTo("500 freshet; fwd=stale");

        site.advance(4);
        assertThat(site.get().story()).isEqualTo("500 freshet; fwd=uri-miss");
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientAcceptsStaleIsServedEvenWithoutAValidator(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1");
        site.get();
        site.advance(3);

        assertThat(site.get("Cache-Control: max-stale=9").story())
                .isEqualTo("200 freshet; hit; ttl=-2; detail=max-stale");
        assertThat(site.get("Cache-Control: max-stale=1").story()).isEqualTo("200 freshet; fwd=stale; stored");
        assertThat(site.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aTagThatIsNoneIsComparedAsItWasSent(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1", "ETag: a1");
        site.get();
        assertThat(site.get("If-None-Match: a1").story()).isEqualTo("304 freshet; hit; ttl=1");
        assertThat(site.get("If-None-Match: \"a1\"").story()).isEqualTo("200 freshet; hit; ttl=1");
        site.advance(3);
        site.respond(CachingSite.response(304, "", "ETag: a1", "Cache-Control: max-age=5"));

        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; fwd-status=304");
        assertThat(site.lastAsked()).contains("if-none-match: a1\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoStatusIsPassedOnAndNotStored(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.respond(CachingSite.response(999, "denied", "Cache-Control: max-age=10"));

        assertThat(site.get().story()).isEqualTo("999 freshet; fwd=uri-miss");
        assertThat(site.get().text()).isEqualTo("denied");
        assertThat(site.asked()).isEqualTo(2);
        String status =
                "freshet_requests_total{protocol=\"" + protocol.alpn() + "\",status=\"999\",verdict=\"pass\"} 2.0";
        assertThat(site.server.counted(status)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aHeadMakesWhatIsStoredFreshAgain(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=1");
        site.get();
        site.advance(3);
        site.respond("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\n");

        assertThat(site.ask("HEAD", "/thing").story()).isEqualTo("200 freshet; fwd=stale");
        assertThat(site.get().story()).isEqualTo("200 freshet; hit; ttl=60");
        assertThat(site.get().text()).isEqualTo("hello");
        assertThat(site.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatMustBeRevalidatedIs504WhenItCannotBe(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("one", "Cache-Control: max-age=1, must-revalidate, stale-if-error=10");
        site.get();
        site.advance(3);
        site.play((_, _) -> false);

        assertThat(site.get().story()).isEqualTo("504 freshet; fwd=stale");
    }

    @ParameterizedTest
    @EnumSource
    void anUnsafeMethodInvalidates(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=10");
        site.get();

        assertThat(site.ask("DELETE", "/thing").story()).isEqualTo("200 freshet; fwd=method");
        assertThat(site.get().story()).isEqualTo(MISS);
        assertThat(site.asked()).isEqualTo(3);
        assertThat(site.server.counted("freshet_store_changes_total{change=\"invalidated\"} 1.0"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAskedForWhereOnlyTheStoreIsWanted(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=10");

        assertThat(site.get("Cache-Control: only-if-cached").story()).isEqualTo("504 freshet; detail=only-if-cached");
        assertThat(site.asked()).isZero();
        site.get();
        assertThat(site.get("Cache-Control: only-if-cached").story()).isEqualTo("200 freshet; hit; ttl=10");
    }

    @Test
    void manyStreamsAtOneMissingKeyAreOneRequest() throws Exception {
        site = new CachingSite(Protocol.HTTP_2, directory);
        CountDownLatch release = new CountDownLatch(1);
        site.play((_, peer) -> {
            release.await();
            peer.send(CachingSite.response(200, "hello", "Cache-Control: max-age=10"));
            return true;
        });

        List<CompletableFuture<String>> answers = site.getTogether(80);
        assertThat(Patience.until(() -> site.asked() > 0, Duration.ofSeconds(5)))
                .isTrue();
        release.countDown();

        for (CompletableFuture<String> each : answers) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
        assertThat(site.asked()).isEqualTo(1);
    }
}
