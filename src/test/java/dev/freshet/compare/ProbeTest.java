package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.app.Freshet;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.Clock;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import dev.freshet.tls.ClientTls;
import dev.freshet.tls.DevelopmentCertificates;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a side that cannot be measured, each sentence whole. Confined to the test's thread. */
final class ProbeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Load HTTP_1 = Loads.closed(1, Duration.ofSeconds(1));
    private static final Load HTTP_2 = Loads.http2(10, Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 Not Found | answers 404 (expected: 2xx)",
                "304 Not Modified | answers 304 (expected: 2xx)",
                "301 Moved~Location: https://other.example/ | answers 301 and points to https://other.example/"
                        + " (redirects are not followed; name the URL that answers)",
            })
    void anAnswerThatIsNot2xxIsRefused(String answer, String said) throws Exception {
        String head = "HTTP/1.1 " + answer.replace("~", "\r\n") + "\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.answering(head)) {
            assertThat(problem(HTTP_1, "http://localhost:" + server.port() + "/live.json"))
                    .isEqualTo("front: http://localhost:" + server.port() + "/live.json (127.0.0.1:" + server.port()
                            + "): " + said);
        }
    }

    @Test
    void aPortWhereNobodyListensIsSaid() throws Exception {
        try (RefusingPort nobody = RefusingPort.open()) {
            assertThat(problem(HTTP_1, nobody.uri() + "/")).endsWith("): connection refused");
        }
    }

    @Test
    void aNameThatLeadsNowhereIsSaid() {
        assertThatThrownBy(() -> Probe.resolved(Side.ORIGIN, URI.create("http://nowhere.invalid/x"), TIMEOUT))
                .hasMessage("origin: http://nowhere.invalid/x: unknown host nowhere.invalid");
    }

    @Test
    void whatIsNotHttpIsSaid() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
            peer.send("220 smtp.example ready\r\n");
            peer.awaitClosed();
        })) {
            assertThat(problem(HTTP_1, "http://127.0.0.1:" + server.port() + "/"))
                    .endsWith("): what came is not HTTP/1.1");
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Client client = Loads.client(Duration.ofMillis(200))) {
            Target target = Loads.plain(Side.FRONT, server.port());
            assertThatThrownBy(() -> new Probe(client, HTTP_1).requireAnswer(target))
                    .hasMessageEndingWith("): no answer within 200 ms");
        }
    }

    @Test
    void anHttpsUrlOfAPlainServerIsSaid() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
            peer.read(5);
            peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            peer.awaitClosed();
        })) {
            assertThat(problem(HTTP_1, "https://127.0.0.1:" + server.port() + "/"))
                    .endsWith("): does not speak TLS (expected: an http URL)");
        }
    }

    @Test
    @MayWarn("the front is asked without TLS")
    void anHttpUrlOfATlsServerIsSaid() throws Exception {
        try (Freshet front = front("127.0.0.1", "h2, http/1.1", new SystemClock())) {
            assertThat(problem(HTTP_1, url(front, "localhost").replace("https", "http")))
                    .endsWith("): speaks TLS (expected: an https URL)");
        }
    }

    @Test
    void bothProtocolsOfAFrontAreAnswered() throws Exception {
        try (Freshet front = front("127.0.0.1", "h2, http/1.1", new SystemClock());
                Client client = trusting(folder.resolve("ca.crt"))) {
            Target target = Probe.resolved(Side.FRONT, URI.create(url(front, "localhost")), TIMEOUT);

            assertThat(new Probe(client, HTTP_1).requireAnswer(target).text()).isEqualTo("{}");
            assertThat(new Probe(client, HTTP_2).requireAnswer(target).text()).isEqualTo("{}");
        }
    }

    @Test
    void http2ThatIsNotOfferedIsSaid() throws Exception {
        try (Freshet front = front("127.0.0.1", "http/1.1", new SystemClock())) {
            assertThat(problem(HTTP_2, url(front, "localhost")))
                    .endsWith("): HTTP/2 is not offered (--protocol h1 asks with HTTP/1.1)");
        }
    }

    @Test
    void moreStreamsThanAreAllowedIsSaid() throws Exception {
        try (Freshet front = front("127.0.0.1", "h2, http/1.1", new SystemClock())) {
            assertThat(problem(Loads.http2(1_000, Duration.ofSeconds(1)), url(front, "localhost")))
                    .containsPattern("\\): allows \\d+ streams on a connection \\(asked for: --streams 1000\\)");
        }
    }

    @Test
    @MayWarn("clients hang up on the front's certificate")
    void aCertificateOfAnUnknownAuthorityIsSaid() throws Exception {
        try (Freshet front = front("127.0.0.1", "h2, http/1.1", new SystemClock());
                Client client = new Client(1, ClientTls.trustingTheSystem(), TIMEOUT, new SystemClock())) {
            assertThat(problem(client, HTTP_1, url(front, "localhost")))
                    .endsWith("): no authority that is trusted here issued its certificate"
                            + " (--ca FILE trusts one, --insecure any)");
        }
    }

    @Test
    @MayWarn("clients hang up on the front's certificate")
    void aCertificateOfAnotherNameIsSaid() throws Exception {
        try (Freshet front = front("0.0.0.0", "h2, http/1.1", new SystemClock());
                Client client = trusting(folder.resolve("ca.crt"))) {
            assertThat(problem(client, HTTP_1, url(front, "127.0.0.2")))
                    .endsWith("): its certificate is made out to another name (--insecure accepts it)");
        }
    }

    @Test
    @MayWarn("the front's certificate has expired")
    void aCertificateThatHasExpiredIsSaidAndInsecureAcceptsIt() throws Exception {
        try (Freshet front = front("127.0.0.1", "h2, http/1.1", new LongAgo());
                Client client = trusting(folder.resolve("ca.crt"));
                Client insecure = Loads.client(TIMEOUT)) {
            assertThat(problem(client, HTTP_1, url(front, "localhost")))
                    .endsWith("): its certificate has expired (--insecure accepts it)");
            Target target = Probe.resolved(Side.FRONT, URI.create(url(front, "localhost")), TIMEOUT);
            assertThatCode(() -> new Probe(insecure, HTTP_1).requireAnswer(target))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void twoNamesOfOneServerAreRefused() throws Exception {
        Target front = Probe.resolved(Side.FRONT, URI.create("http://localhost:9000/live.json"), TIMEOUT);
        Target origin = Probe.resolved(Side.ORIGIN, URI.create("http://127.0.0.1:9000/other.json"), TIMEOUT);

        assertThatThrownBy(() -> Probe.requireTwo(front, origin))
                .hasMessage("front and origin both lead to 127.0.0.1:9000 (expected: two servers)");
    }

    private static String url(Freshet front, String host) {
        return "https://" + host + ":" + front.addresses().getFirst().getPort() + "/live.json";
    }

    private static String problem(Load load, String url) throws Exception {
        try (Client client = Loads.client(TIMEOUT)) {
            return problem(client, load, url);
        }
    }

    private static String problem(Client client, Load load, String url) throws Exception {
        try {
            new Probe(client, load).requireAnswer(Probe.resolved(Side.FRONT, URI.create(url), TIMEOUT));
            return "nothing";
        } catch (ComparisonProblemException e) {
            return e.getMessage();
        }
    }

    private static Client trusting(Path ca) throws Exception {
        return new Client(1, ClientTls.trusting("--ca", ca), TIMEOUT, new SystemClock());
    }

    /** A front with one file; {@code certified}: when its certificate was made. */
    private Freshet front(String host, String protocols, Clock certified) throws Exception {
        DevelopmentCertificates.ensure(folder, List.of(), false, certified);
        Files.writeString(folder.resolve("live.json"), "{}");
        String yaml = """
                listeners:
                  - address: %s:0
                    protocols: [ %s ]
                    tls: { certificates: [ { chain: localhost.crt, key: localhost.key } ] }
                admin: { address: 127.0.0.1:0 }
                endpoints:
                  - { path: /live.json, source: { file: live.json } }
                """.formatted(host, protocols);
        return Freshet.start(ConfigurationReader.read(yaml, folder.resolve("freshet.yaml")), new SystemClock());
    }

    /** Years ago. Immutable. */
    private record LongAgo() implements Clock {
        @Override
        public long epochMillis() {
            return 1_500_000_000_000L;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
