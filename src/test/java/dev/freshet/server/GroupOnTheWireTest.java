package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Change;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.Snapshot;
import dev.freshet.decide.Endpoint;
import dev.freshet.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A group that is published again and again while clients ask for its members. */
final class GroupOnTheWireTest {
    private static final String BOTH =
            "GET /live.json HTTP/1.1\r\nHost: a\r\n\r\nGET /shared.json HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int QUESTIONS = 3000;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Renderer renderer = new Renderer();

    @Test
    void requestsInOneWriteAreAnsweredFromOneVersionAndNoneGoesBack() throws Exception {
        try (TestServer server = new TestServer(TestServer.newLoops(2), null, TestServer.LIMITS, null)) {
            server.cache.group(List.of(server.live.key(), server.shared.key()));
            publish(server, 1);
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishOn(server));
            try (RawClient one = server.client();
                    RawClient other = server.client()) {
                long last = 0;
                for (int i = 0; i < QUESTIONS; i++) {
                    RawClient client = i % 2 == 0 ? one : other;
                    client.send(BOTH);
                    long index = Long.parseLong(client.read().text());
                    assertThat(Long.parseLong(client.read().text())).isEqualTo(index);
                    assertThat(index).isGreaterThanOrEqualTo(last);
                    last = index;
                }
                assertThat(last).isGreaterThan(10);
            } finally {
                over.set(true);
                publishing.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void publishOn(TestServer server) {
        for (int i = 2; !over.get(); i++) {
            publish(server, i);
        }
    }

    private void publish(TestServer server, int number) {
        assertThat(server.cache.replace(
                        List.of(change(server, server.live, number), change(server, server.shared, number))))
                .isTrue();
    }

    private Change change(TestServer server, Endpoint endpoint, int number) {
        Snapshot before = server.cache.get(endpoint.key());
        Payload payload = new Payload(Integer.toString(number).getBytes(StandardCharsets.US_ASCII), "application/json");
        Snapshot after = new Snapshot(renderer.renderForLater(payload, number, 0), server.clock.epochMillis());
        return new Change(endpoint.key(), before == null ? null : before.version(), after);
    }
}
