package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.SystemClock;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.Trust;
import dev.freshet.tls.DevelopmentCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bodies far larger than the memory of the process go through it whole, and its memory does not grow with them. Run by
 * {@code ./mvnw -Psoak}; -Dfreshet.soak.bytes makes the bodies shorter.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class PassSoak {
    private static final long BODY_BYTES = Long.getLong("freshet.soak.bytes", 1L << 30);
    /** The heap, and half as much again for direct buffers, code and stacks. */
    private static final long MAX_PEAK_BYTES = ChildServer.HEAP_BYTES + ChildServer.HEAP_BYTES / 2;

    @TempDir
    Path directory;

    private RawServer origin;
    private ChildServer freshet;
    private HttpClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(PassSoak::originScript);
        var certificates = DevelopmentCertificates.ensure(directory, List.of(), false, new SystemClock());
        freshet = ChildServer.start(directory, """
                listeners:
                  - address: 127.0.0.1:0
                    tls: { certificates: [ { chain: %s, key: %s } ] }
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: [ http://127.0.0.1:%d ] } }
                pass: { upstream: api }
                """.formatted(certificates.chain(), certificates.key(), origin.port()));
    }

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.shutdownNow();
        }
        freshet.close();
        origin.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aLongResponseArrivesWholeInLittleMemory(Version version) throws Exception {
        HttpResponse<InputStream> answer = clientOf(version).send(request().build(), BodyHandlers.ofInputStream());

        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream body = answer.body()) {
            assertThat(LongBody.digest(body, BODY_BYTES)).isEqualTo(expected());
            assertThat(body.read()).isEqualTo(-1);
        }
        assertSmallAndSound();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aLongRequestArrivesWholeInLittleMemory(Version version) throws Exception {
        BodyPublisher body =
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new LongBody(BODY_BYTES)), BODY_BYTES);

        HttpResponse<String> answer =
                clientOf(version).send(request().POST(body).build(), BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(expected());
        assertSmallAndSound();
    }

    private void assertSmallAndSound() throws Exception {
        assertThat(freshet.peakBytes() >> 20).as("peak memory, MiB").isLessThan(MAX_PEAK_BYTES >> 20);
        assertThat(origin.defects()).isEmpty();
        assertThat(freshet.stop()).isZero();
        assertThat(freshet.log()).doesNotContain("WARN", "ERROR", "LEAK");
    }

    /** Answers a POST with the digest of its body, and a GET with a long body. */
    private static void originScript(RawServer.Peer peer) throws IOException {
        while (peer.readHead() instanceof String head) {
            if (head.startsWith("POST ")) {
                assertThat(head.toLowerCase(Locale.ROOT)).contains("content-length: " + BODY_BYTES + "\r\n");
                String digest = LongBody.digest(peer.in(), BODY_BYTES);
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + digest.length() + "\r\n\r\n" + digest);
            } else {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
                InputStream body = new LongBody(BODY_BYTES);
                byte[] part = new byte[64 * 1024];
                for (int count = body.read(part); count >= 0; count = body.read(part)) {
                    peer.send(part, count);
                }
            }
        }
    }

    private static String expected() throws IOException {
        return LongBody.digest(new LongBody(BODY_BYTES), BODY_BYTES);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + freshet.port() + "/long"));
    }

    private HttpClient clientOf(Version version) throws Exception {
        client = HttpClient.newBuilder()
                .version(version)
                .sslContext(Trust.in(directory.resolve("ca.crt")))
                .build();
        return client;
    }
}
