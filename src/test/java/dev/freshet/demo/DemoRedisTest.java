package dev.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.RedisPublisher;
import dev.freshet.testing.MayWarn;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's own Redis, and the publisher that writes into it. Confined to the test's thread. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class DemoRedisTest {

    @Test
    void itAnswersUntilItIsClosed() throws Exception {
        DemoRedis redis = DemoRedis.start();
        assertThat(redis.uri()).startsWith("redis://127.0.0.1:");
        try (Socket socket = connected(redis)) {
            assertThat(ask(socket, "PING\r\n", 7)).isEqualTo("+PONG\r\n");
            redis.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void theOneBroughtAlongAnswersToo() throws Exception {
        try (DemoRedis redis = DemoRedis.startUnpacked(DemoRedis.freePort());
                Socket socket = connected(redis)) {
            assertThat(redis.description()).isEqualTo("embedded-redis");
            assertThat(ask(socket, "PING\r\n", 7)).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void whatIsPublishedIsThereUnderItsPrefix() throws Exception {
        try (DemoRedis redis = DemoRedis.start();
                RedisPublisher publisher = new RedisPublisher(redis.uri(), "demo:")) {
            publisher.publish(Map.of("/live.json", bytes("{}"), "/ticker.json", bytes("[1]")));

            awaitValue(redis, "demo:/live.json", "{}");
            awaitValue(redis, "demo:/ticker.json", "[1]");
        }
    }

    @Test
    @MayWarn("an outage is told once")
    void aPublisherGoesOnWhenItsConnectionWasCut() throws Exception {
        try (DemoRedis redis = DemoRedis.start();
                RedisPublisher publisher = new RedisPublisher(redis.uri(), "")) {
            publisher.publish(Map.of("key", bytes("before")));
            awaitValue(redis, "key", "before");
            try (Socket socket = connected(redis)) {
                assertThat(ask(socket, "CLIENT KILL TYPE normal SKIPME yes\r\n", 4))
                        .isEqualTo(":1\r\n");
            }
            publishUntil(publisher, redis, "after");
        }
    }

    @Test
    @MayWarn("an outage is told once")
    void aPublisherTriesAgainUntilThereIsARedis() throws Exception {
        DemoRedis first = DemoRedis.start();
        first.close();
        try (RedisPublisher publisher = new RedisPublisher(first.uri(), "")) {
            publisher.publish(Map.of("key", bytes("first")));
            try (DemoRedis again = DemoRedis.startAt(URI.create(first.uri()).getPort())) {
                publishUntil(publisher, again, "found");
            }
        }
    }

    /** Publishes as the demo does, again and again. */
    private static void publishUntil(RedisPublisher publisher, DemoRedis redis, String value) throws IOException {
        String expected = "$" + value.length() + "\r\n" + value + "\r\n";
        String found = "";
        while (!found.equals(expected)) {
            publisher.publish(Map.of("key", bytes(value)));
            try (Socket socket = connected(redis)) {
                found = ask(socket, "GET key\r\n", expected.length());
            }
        }
    }

    private static void awaitValue(DemoRedis redis, String key, String value) throws IOException {
        String expected = "$" + value.length() + "\r\n" + value + "\r\n";
        String found = "";
        while (!found.equals(expected)) {
            try (Socket socket = connected(redis)) {
                found = ask(socket, "GET " + key + "\r\n", expected.length());
            }
        }
    }

    private static Socket connected(DemoRedis redis) throws IOException {
        URI uri = URI.create(redis.uri());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** An inline command; at most {@code most} bytes of the answer. */
    private static String ask(Socket socket, String command, int most) throws IOException {
        socket.getOutputStream().write(bytes(command));
        byte[] answer = new byte[most];
        int length = 0;
        while (length < most && !(length >= 5 && answer[0] == '$' && answer[1] == '-')) {
            int read = socket.getInputStream().read(answer, length, most - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return new String(answer, 0, length, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
