package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.DevelopmentCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two thousand clients that take or send a mebibyte slowly, over HTTPS, while two hundred ask for what is hot: the memory of
 * the process keeps within its bounds, and the two hundred hardly notice. Run by {@code ./mvnw -Psoak}.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LoadSoak {
    private static final int SLOW = Integer.getInteger("freshet.soak.slow", 2000);
    private static final int FAST = 200;
    private static final Duration MEASURED = Duration.ofSeconds(10);
    /** Below this a p99 says more of the machine than of the server. */
    private static final long LEAST_P99_MICROS = 5_000;

    /** The heap, and as much again for direct buffers, code and stacks: 64 KiB and one part under way for each slow client. */
    private static final long MAX_PEAK_BYTES = 2 * ChildServer.HEAP_BYTES;

    @TempDir
    Path directory;

    private RawServer origin;
    private ChildServer freshet;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(new ServerSocket(0, 4096, InetAddress.getLoopbackAddress()), LoadSoak::originScript);
        var certificates = DevelopmentCertificates.ensure(directory, List.of(), false, new SystemClock());
        freshet = ChildServer.start(directory, """
                listeners:
                  - address: 127.0.0.1:0
                    tls: { certificates: [ { chain: %s, key: %s } ] }
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: [ http://127.0.0.1:%d ], timeouts: { response: 120s } } }
                endpoints:
                  - { path: /live.json, source: { upstream: api } }
                  - { path: /hot.json, source: { upstream: api }, refresh: 10s, timeout: 10s }
                pass: { upstream: api }
                """.formatted(certificates.chain(), certificates.key(), origin.port()));
    }

    @AfterEach
    void stop() throws IOException {
        freshet.close();
        origin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1, /passed, false",
        "HTTP_2, /passed, false",
        "HTTP_1_1, /stored, false",
        "HTTP_2, /stored, false",
        "HTTP_1_1, /hot.json, false",
        "HTTP_2, /hot.json, false",
        "HTTP_1_1, /taken, true",
        "HTTP_2, /taken, true",
    })
    void slowClientsCostLittleMemoryAndLittleOfTheOthersTime(Protocol protocol, String target, boolean uploads)
            throws Exception {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", freshet.port());
        try (FastClients fast = new FastClients(FAST, protocol, server);
                SlowClients slow = new SlowClients()) {
            measure(fast);
            measure(fast); // the first is to warm up
            long p99Alone = measure(fast);

            slow.open(SLOW, protocol, server, clients -> talk(clients, protocol, target, uploads));
            measure(fast); // the first is for what two thousand handshakes and first parts have left to do
            int goingOn = slow.asked() - slow.well() - slow.badly();
            long p99Beside = measure(fast);
            int stillGoingOn = slow.asked() - slow.well() - slow.badly();
            Patience.until(() -> slow.well() + slow.badly() == SLOW, Duration.ofMinutes(5));

            tell(protocol, target, p99Alone, p99Beside, goingOn, stillGoingOn, slow);
            assertThat(slow.badly()).isZero();
            assertThat(slow.well()).isEqualTo(SLOW);
            assertThat(fast.failures()).isZero();
            assertThat(stillGoingOn)
                    .as("slow clients at the end of the measurement")
                    .isGreaterThan(SLOW / 2);
            assertThat(freshet.peakBytes() >> 20).as("peak memory, MiB").isLessThan(MAX_PEAK_BYTES >> 20);
            assertThat(p99Beside).isLessThanOrEqualTo(2 * Math.max(p99Alone, LEAST_P99_MICROS));
        }
        assertThat(origin.defects()).isEmpty();
        assertThat(freshet.stop()).isZero();
        assertThat(freshet.log()).doesNotContain("WARN", "ERROR", "LEAK");
    }

    private void tell(Protocol protocol, String target, long alone, long beside, int began, int ended, SlowClients slow)
            throws IOException {
        System.err.printf(
                "%s %s: p99 alone %d us, beside %d us; slow at first %d, at the end of it %d, well %d, badly %d; peak %d MiB%n",
                protocol, target, alone, beside, began, ended, slow.well(), slow.badly(), freshet.peakBytes() >> 20);
    }

    private static SlowTalk talk(SlowClients clients, Protocol protocol, String target, boolean uploads) {
        long tickMillis = 700;
        return protocol == Protocol.HTTP_2
                ? new SlowTalk.Http2(clients, tickMillis, target, uploads)
                : new SlowTalk.Http1(clients, tickMillis, target, uploads);
    }

    private static long measure(FastClients fast) {
        fast.reset();
        long end = System.nanoTime() + MEASURED.toNanos();
        Patience.until(() -> System.nanoTime() - end >= 0, MEASURED.multipliedBy(2));
        return fast.p99Micros();
    }

    private static void originScript(RawServer.Peer peer) throws IOException {
        while (peer.readHead() instanceof String head) {
            String text = head.toLowerCase(java.util.Locale.ROOT);
            if (text.startsWith("get /live.json ")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            } else if (text.startsWith("get /hot.json ")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + SlowTalk.BODY_BYTES
                        + "\r\n\r\n\"" + "0".repeat(SlowTalk.BODY_BYTES - 2) + '"');
            } else if (text.startsWith("post ")) {
                readBody(peer, text);
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            } else {
                String cacheControl = text.startsWith("get /stored ") ? "max-age=600" : "no-store";
                peer.send("HTTP/1.1 200 OK\r\nCache-Control: " + cacheControl + "\r\nContent-Length: "
                        + SlowTalk.BODY_BYTES + "\r\n\r\n");
                byte[] part = new byte[SlowTalk.PART_BYTES];
                for (int sent = 0; sent < SlowTalk.BODY_BYTES; sent += part.length) {
                    peer.send(part);
                }
            }
        }
    }

    private static void readBody(RawServer.Peer peer, String head) throws IOException {
        if (head.contains("content-length: ")) {
            peer.in().skipNBytes(SlowTalk.BODY_BYTES);
        } else {
            for (int line = readSize(peer); line > 0; line = readSize(peer)) {
                peer.in().skipNBytes(line + 2L);
            }
            peer.read(2);
        }
    }

    private static int readSize(RawServer.Peer peer) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            line.append((char) peer.read(1)[0]);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }
}
