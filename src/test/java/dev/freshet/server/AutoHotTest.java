package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.AutoHotConfig;
import dev.freshet.config.PassConfig;
import dev.freshet.config.PassConfig.Rule;
import dev.freshet.config.Rate;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passed URLs that are refreshed because they are asked for often: five times a second here, and for 100 ms each. */
class AutoHotTest {
    private static final AutoHotConfig OFTEN =
            new AutoHotConfig(new Rate(5, Duration.ofSeconds(1)), Duration.ofMillis(100), 2);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger answers = new AtomicInteger();
    private volatile String cacheControl = "max-age=60";
    private RawServer origin;
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(peer -> {
            while (peer.readHead() != null) {
                String body = Integer.toString(answers.incrementAndGet());
                peer.send(CachingSite.response(200, body, "Cache-Control: " + cacheControl));
            }
        });
        HurriedLoops loops = TestServer.newLoops();
        PassConfig rules = new PassConfig(List.of(new Rule(null, null, Set.of(), "api", OFTEN)));
        server = new TestServer(
                loops, rules, Map.of("api", PassingServer.upstream(origin, loops)), TestServer.LIMITS, null);
        client = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        origin.close();
    }

    @Test
    void whatIsAskedForOftenIsRefreshedWithoutAnybodyAsking() {
        ask("/votes", 6);
        awaitTrue(() -> answers.get() >= 5);

        assertThat(server.counted("freshet_auto_hot_urls 1.0")).isTrue();
        RawClient.Answer fresh = client.get("/votes");
        assertThat(fresh.field("cache-status")).isEqualTo("freshet; hit; ttl=60");
        assertThat(Integer.parseInt(fresh.text())).isGreaterThanOrEqualTo(4);
    }

    @Test
    void itIsRefreshedInNobodysName() {
        for (int i = 0; i < 6; i++) {
            client.get("/votes", "Cookie: who=me", "Referer: https://a.example/", "Accept-Language: de");
        }
        awaitTrue(() -> answers.get() >= 3);

        String refreshing = origin.heads().getLast().toLowerCase(java.util.Locale.ROOT);
        assertThat(refreshing).contains("accept-language: de").doesNotContain("cookie", "referer");
    }

    @Test
    void whatIsAskedForLessOftenIsNot() {
        for (int i = 0; i < 10; i++) {
            ask("/votes", 2);
            server.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(server.counted("freshet_auto_hot_urls 0.0")).isTrue();
        assertThat(answers).hasValue(1);
    }

    @Test
    void itIsLetGoWhenItCools() {
        ask("/votes", 6);
        awaitTrue(() -> answers.get() >= 3);

        server.clock.advance(Duration.ofSeconds(10));
        awaitTrue(() -> server.counted("freshet_auto_hot_urls 0.0"));
        ask("/votes", 6);
        awaitTrue(() -> server.counted("freshet_auto_hot_urls 1.0"));
    }

    @Test
    void itIsLetGoWhenItsOriginNoLongerAllowsStoring() {
        ask("/votes", 6);
        awaitTrue(() -> answers.get() >= 3);

        cacheControl = "no-store";
        awaitTrue(() -> server.counted("freshet_auto_hot_urls 0.0"));
        assertThat(client.get("/votes").field("cache-status")).isEqualTo("freshet; fwd=uri-miss");
    }

    @Test
    void whatMayNotBeStoredOrIsAskedForWithCredentialsNeverIs() {
        cacheControl = "no-store";
        ask("/mine", 20);
        cacheControl = "public, max-age=60";
        for (int i = 0; i < 20; i++) {
            client.get("/account", "Authorization: Basic bWU6bWU=");
        }
        assertThat(server.counted("freshet_auto_hot_urls 0.0")).isTrue();
    }

    @Test
    void thereAreNoMoreThanTheRuleAllows() {
        for (int i = 0; i < 4; i++) {
            ask("/" + i, 6);
        }
        assertThat(server.counted("freshet_auto_hot_urls 2.0")).isTrue();
    }

    private void ask(String target, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(client.get(target).status()).isEqualTo(200);
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}
