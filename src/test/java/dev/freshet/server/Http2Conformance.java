package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of h2spec, its strict part too, against Freshet over TLS. A part of verify where h2spec's program runs. */
@Timeout(300)
class Http2Conformance {
    private static final int CASES = 146;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    @TempDir
    Path directory;

    private RawServer origin;
    private ServerTls tls;
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(Http2Conformance::answerWholeRequests);
        tls = PassingServer.tls(directory);
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, tls);
        server.publish(server.live, "{\"v\":1}");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        tls.close();
        origin.close();
    }

    /** Not before a request has ended: whether that is right is what the suite wants to know of Freshet. */
    private static void answerWholeRequests(RawServer.Peer peer) throws IOException {
        while (peer.readHead() instanceof String head) {
            Matcher length = LENGTH.matcher(head);
            if (length.find()) {
                peer.read(Integer.parseInt(length.group(1)));
            } else if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
                peer.readChunked();
            }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npassed");
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRequirementIsMetForAnEndpoint() throws Exception {
        return casesOf("/live.json");
    }

    @TestFactory
    Stream<DynamicTest> everyRequirementIsMetForWhatIsPassed() throws Exception {
        return casesOf("/passed");
    }

    private Stream<DynamicTest> casesOf(String path) throws Exception {
        List<H2spec.Case> cases = new H2spec(directory).judge(server.address().getPort(), path);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES);
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.section() + ": " + each.requirement(),
                        () -> assertThat(each.flaw()).isEmpty()));
    }
}
