package dev.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Address;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The origin on a real socket, its seconds passing when the test says so. Confined to the test's thread. */
final class DemoOriginTest {
    private static final Address FREE = new Address("127.0.0.1", 0);

    private final StillClock clock = new StillClock();
    private final DemoOrigin origin = new DemoOrigin(FREE, Duration.ZERO, 7, clock);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private InetSocketAddress address;

    @BeforeEach
    void start() {
        address = origin.start();
    }

    @AfterEach
    void stop() {
        client.close();
        origin.stop();
    }

    @ParameterizedTest
    @MethodSource("dev.freshet.demo.DemoOrigin#paths")
    void everyDocumentChangesWithEachStep(String path) throws Exception {
        HttpResponse<String> before = get(path);
        step();
        HttpResponse<String> after = get(path);

        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(after.body()).isNotEqualTo(before.body());
        assertThat(header(after, "etag")).isNotEqualTo(header(before, "etag"));
        assertThat(header(after, "last-modified")).isNotEqualTo(header(before, "last-modified"));
    }

    @ParameterizedTest
    @MethodSource("dev.freshet.demo.DemoOrigin#paths")
    void everyDocumentSaysWhatItIs(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(header(response, "content-type")).isEqualTo("application/json");
        assertThat(header(response, "cache-control")).isEqualTo("public, max-age=1");
        assertThat(header(response, "content-length"))
                .isEqualTo(Integer.toString(response.body().getBytes(StandardCharsets.UTF_8).length));
        assertThat(header(response, "date")).isEqualTo("Fri, 15 Jan 2027 08:00:00 GMT");
        assertThat(header(response, "last-modified")).isEqualTo("Fri, 15 Jan 2027 08:00:00 GMT");
    }

    @Test
    void aBrowserFindsEveryDocumentAsALink() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "cache-control")).isEqualTo("no-store");
        assertThat(DemoOrigin.paths())
                .allSatisfy(path -> assertThat(page.body()).contains("<a href=\"" + path + "\">"));
        assertThat(page.body()).doesNotContain("${");
    }

    @Test
    void thePagesLinksToTheOriginLeadSomewhere() throws Exception {
        Matcher links = Pattern.compile("<a href=\"(/api/[a-z]+)\">").matcher(get("/").body());

        assertThat(links.results().map(link -> link.group(1)))
                .hasSize(3)
                .allSatisfy(path -> assertThat(get(path).statusCode()).isEqualTo(200));
    }

    @Test
    void aTagThatStillHoldsIsAnswered304() throws Exception {
        String etag = header(get("/live.json"), "etag");

        HttpResponse<String> response = get("/live.json", "If-None-Match", "\"other\", W/" + etag);

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "etag")).isEqualTo(etag);
        assertThat(header(response, "connection")).isEmpty();
    }

    @Test
    void aTagOfTheStateBeforeIsAnswered200() throws Exception {
        String etag = header(get("/live.json"), "etag");
        step();

        assertThat(get("/live.json", "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    void aDateThatStillHoldsIsAnswered304() throws Exception {
        String date = header(get("/live.json"), "last-modified");

        assertThat(get("/live.json", "If-Modified-Since", date).statusCode()).isEqualTo(304);
        step();
        assertThat(get("/live.json", "If-Modified-Since", date).statusCode()).isEqualTo(200);
    }

    @Test
    void aTagCountsMoreThanADate() throws Exception {
        String date = header(get("/live.json"), "last-modified");
        HttpRequest request = request("/live.json")
                .header("If-None-Match", "\"other\"")
                .header("If-Modified-Since", date)
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadGetsTheHeadersOfAGet() throws Exception {
        HttpResponse<String> get = get("/live.json");

        HttpResponse<String> head = client.send(request("/live.json").HEAD().build(), BodyHandlers.ofString());

        assertThat(head.body()).isEmpty();
        assertThat(head.headers().map()).isEqualTo(get.headers().map());
    }

    @Test
    void howOftenEachPathWasAskedForIsSaidAndNotCounted() throws Exception {
        get("/live.json");
        get("/api/requests");

        assertThat(get("/api/requests").body()).contains("\"/live.json\":1").contains("\"other\":0");
    }

    @Test
    void anotherMethodOnADocumentIsNotAllowed() throws Exception {
        HttpRequest request = request("/live.json").DELETE().build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        HttpResponse<String> response = get("/regions/moon.json");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Json.leaves(bytes(response))).contains("detail=the demo's origin has no /regions/moon.json");
    }

    @Test
    void helloSaysWhatTheRequestWas() throws Exception {
        HttpRequest request = request("/api/hello?a=b")
                .header("X-Thing", "some \"thing\"")
                .method("PUT", BodyPublishers.ofString("12345"))
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(header(response, "cache-control")).isEqualTo("no-store");
        assertThat(Json.leaves(bytes(response)))
                .contains("method=PUT", "target=/api/hello?a=b", "X-Thing=some \"thing\"", "bodyBytes=5");
    }

    @Test
    void theTimeMayBeKept() throws Exception {
        HttpResponse<String> response = get("/api/time");

        assertThat(response.body()).isEqualTo("{\"time\":\"2027-01-15T08:00:00Z\"}");
        assertThat(header(response, "cache-control")).isEqualTo("public, max-age=5");
    }

    @Test
    void anEchoOfAKnownLengthIsTheBody() throws Exception {
        byte[] body = random(300_000);
        HttpRequest request = request("/api/echo")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(body))
                .build();

        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());

        assertThat(response.body()).isEqualTo(body);
        assertThat(header(response, "content-type")).isEqualTo("image/png");
        assertThat(header(response, "content-length")).isEqualTo("300000");
    }

    @Test
    void anEchoOfAChunkedBodyIsTheBody() throws Exception {
        byte[] body = random(300_000);
        HttpRequest request = request("/api/echo")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());

        assertThat(response.body()).isEqualTo(body);
        assertThat(header(response, "transfer-encoding")).isEqualTo("chunked");
    }

    @Test
    void anEchoBeginsBeforeTheBodyEnds() throws Exception {
        try (Socket socket = connected()) {
            write(socket, "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\none");
            assertThat(readUntil(socket, "one")).startsWith("HTTP/1.1 200 OK");
            write(socket, "two");
            assertThat(readUntil(socket, "two")).isEqualTo("two");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (Socket socket = connected()) {
            write(
                    socket,
                    "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfirst"
                            + "GET /live.json HTTP/1.1\r\nHost: a\r\n\r\n"
                            + "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nlast");
            String answers = readUntil(socket, "\r\n\r\nlast");
            assertThat(answers).containsSubsequence("\r\n\r\nfirst", "An invented general election", "\r\n\r\nlast");
        }
    }

    @Test
    void aRequestThatIsNoHttpIsAnswered400AndTheConnectionEnds() throws Exception {
        try (Socket socket = connected()) {
            write(socket, "GET /live.json HTTP/9.x\r\nHost: a\r\n\r\n");
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void requestsAreCountedByPath() throws Exception {
        get("/live.json");
        get("/live.json?with=query");
        get("/nowhere");

        assertThat(origin.requests()).isEqualTo(3);
        assertThat(origin.requestsByPath())
                .containsEntry("/live.json", 2L)
                .containsEntry("other", 1L)
                .containsEntry("/ticker.json", 0L);
    }

    @Test
    void aPublisherGetsTheStateAtOnceAndWithEachStep() throws Exception {
        LinkedBlockingQueue<Map<String, byte[]>> states = new LinkedBlockingQueue<>();
        origin.publishTo(states::add);
        step();

        assertThat(states.poll(5, TimeUnit.SECONDS)).containsOnlyKeys(DemoOrigin.paths());
        assertThat(states.poll(5, TimeUnit.SECONDS).get("/live.json")).isEqualTo(bytes(get("/live.json")));
    }

    @Test
    void theTimerStepsByItself() throws Exception {
        LinkedBlockingQueue<Map<String, byte[]>> states = new LinkedBlockingQueue<>();
        origin.publishTo(states::add);

        byte[] first = states.poll(5, TimeUnit.SECONDS).get("/ticker.json");
        byte[] second = states.poll(5, TimeUnit.SECONDS).get("/ticker.json");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aTakenPortIsSaidInOneSentence() {
        DemoOrigin second = new DemoOrigin(new Address("127.0.0.1", address.getPort()), Duration.ZERO, 7, clock);

        assertThatThrownBy(second::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + address.getPort() + " is taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /live.json", "GET /api/hello", "POST /api/echo"})
    void anAnswerComesWhenTheDelayHasPassedAndNotBefore(String line) {
        OriginState state = new OriginState(ElectionJson.render(new Election(7), 0), 0, clock);
        EmbeddedChannel channel =
                new EmbeddedChannel(new OriginHandler(state, new Answers(state), Duration.ofMillis(50)));
        channel.freezeTime();
        String[] words = line.split(" ");
        channel.writeInbound(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(words[0]), words[1]),
                LastHttpContent.EMPTY_LAST_CONTENT);

        channel.advanceTimeBy(49, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.outboundMessages()).isEmpty();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.outboundMessages()).isNotEmpty();
        channel.finishAndReleaseAll();
    }

    @Test
    void aDelayedAnswerComes() throws Exception {
        DemoOrigin slow = new DemoOrigin(FREE, Duration.ofMillis(20), 7, clock);
        InetSocketAddress at = slow.start();
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            write(
                    socket,
                    "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfirst"
                            + "GET /api/time HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(readUntil(socket, "\"}")).containsSubsequence("first", "\"time\"");
        } finally {
            slow.stop();
        }
    }

    private void step() {
        clock.advanceSeconds(1);
        origin.step();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static byte[] bytes(HttpResponse<String> response) {
        return response.body().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }
}
