package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.PurgeScope;
import dev.freshet.cache.StoredKey;
import dev.freshet.cache.StoredResponses;
import dev.freshet.config.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored of what is passed, and what is not, on real sockets in both protocols. */
class StoredOnTheWayTest {
    @TempDir
    Path directory;

    private CachingSite site;

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffIsNotStored(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        for (String half : new String[] {
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
        }) {
            site.play((_, peer) -> {
                peer.send(half);
                return false;
            });
            if (protocol == Protocol.HTTP_2) {
                assertThatThrownBy(() -> site.get()).isInstanceOf(IOException.class);
            } else {
                try (var client = site.server.client()) {
                    client.send("GET /thing HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readHead();
                    assertThatThrownBy(() -> client.readExactly(100)).isInstanceOf(Throwable.class);
                }
            }
            assertThat(site.server.stored.store().count()).isZero();
        }
        site.answers("whole", "Cache-Control: max-age=10");

        assertThat(site.get().text()).isEqualTo("whole");
        assertThat(site.get().text()).isEqualTo("whole");
        assertThat(site.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeIsPassedWholeAndNotStored(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        String large = "x".repeat(17 << 20);
        String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";

        site.answers(large, "Cache-Control: max-age=10");
        assertThat(site.get().text().equals(large)).isTrue();
        site.respond("HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
        assertThat(site.get().text().equals(large)).isTrue();

        assertThat(site.server.stored.store().count()).isZero();
        assertThat(site.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfUnknownLengthIsStoredWhole(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.respond("HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        assertThat(site.get().text()).isEqualTo("abcde");
        assertThat(site.get("Range: bytes=-2").contentRange()).isEqualTo("bytes 3-4/5");
        assertThat(site.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeStoredBodyIsWrittenAsTheClientTakesIt(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        String body = "0123456789abcdef".repeat(1 << 16);
        site.answers(body, "Cache-Control: max-age=10");

        for (int i = 0; i < 5; i++) {
            assertThat(site.get().text().equals(body)).isTrue();
        }
        assertThat(site.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheOriginDoesNotAllowIsNotStored(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        for (String field :
                new String[] {"Cache-Control: no-store", "Cache-Control: private, max-age=9", "X-No: word"}) {
            site.answers("mine", field);
            assertThat(site.get().story()).isEqualTo("200 freshet; fwd=uri-miss");
        }
        assertThat(site.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aResponseAskedForBeforeAnInvalidationIsNotStoredAfterIt(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.play((_, peer) -> {
            site.server.stored.store().invalidate(key(protocol));
            peer.send(CachingSite.response(200, "old", "Cache-Control: max-age=10"));
            return true;
        });

        assertThat(site.get().text()).isEqualTo("old");
        assertThat(site.server.stored.store().count()).isZero();
        site.answers("new", "Cache-Control: max-age=10");
        assertThat(site.get().text()).isEqualTo("new");
        assertThat(site.get().story()).isEqualTo("200 freshet; hit; ttl=10");
    }

    @ParameterizedTest
    @EnumSource
    void aPurgeByTagRemovesOrMakesStale(Protocol protocol) throws Exception {
        site = new CachingSite(protocol, directory);
        site.answers("hello", "Cache-Control: max-age=10, stale-if-error=60", "Surrogate-Key: a b", "ETag: \"a\"");
        site.get();
        StoredResponses store = site.server.stored.store();

        assertThat(store.purge(new PurgeScope.Tag("c"), false)).isZero();
        assertThat(store.purge(new PurgeScope.Tag("b"), true)).isEqualTo(1);
        site.play((_, _) -> false);
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=stale; detail=stale-if-error");
        assertThat(store.purge(new PurgeScope.Tag("a"), false)).isEqualTo(1);
        assertThat(site.get().story()).isEqualTo("502 freshet; fwd=uri-miss");
    }

    @Test
    void aResponseIsStoredForWhatTheOriginSawOfTheRequest() throws Exception {
        site = new CachingSite(Protocol.HTTP_1_1, directory);
        site.play((head, peer) -> {
            String language = head.contains("Language: de") ? "hallo" : "hello";
            peer.send(CachingSite.response(200, language, "Cache-Control: max-age=10", "Vary: Accept-Language"));
            return true;
        });

        assertThat(site.get("Accept-Language: de", "Connection: accept-language")
                        .text())
                .isEqualTo("hello");

        assertThat(site.get("Accept-Language: de").text()).isEqualTo("hallo");
        assertThat(site.get().text()).isEqualTo("hello");
        assertThat(site.asked()).isEqualTo(2);
    }

    private StoredKey key(Protocol protocol) {
        return protocol == Protocol.HTTP_2
                ? StoredKey.of("https", "localhost:" + site.server.address().getPort(), "/thing")
                : StoredKey.of("http", "localhost", "/thing");
    }
}
