package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests of HTTP/2 (RFC 9113 section 8.1.1), frame by frame: none of them is forwarded. */
class Http2StrictnessTest {
    private static final String START = ":method GET|:scheme https|:path /passed|:authority localhost";

    @TempDir
    Path directory;

    private RawServer origin;
    private ServerTls tls;
    private TestServer server;
    private RawHttp2 client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(peer -> {
            while (peer.readWhole() != null) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        tls = PassingServer.tls(directory);
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, tls);
        client = new RawHttp2(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        tls.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET|:scheme https|:authority localhost",
                ":method GET|:scheme https|:path |:authority localhost",
                ":method GET|:path /|:authority localhost",
                ":scheme https|:path /|:authority localhost",
                ":method GET|:scheme https|:path /",
                ":method GET|:scheme ftp|:path /|:authority localhost",
                ":method GET|:scheme https|:path a|:authority localhost",
                ":method GET|:scheme https|:path /#x|:authority localhost",
                ":method GET|:scheme https|:path /a b|:authority localhost",
                ":method GET|:scheme https|:path /|:authority user@localhost",
                ":method GET|:scheme https|:path /|:authority localhost|host other",
                ":method GET|:scheme https|:path /|:authority localhost|host localhost|host localhost",
                ":method G T|:scheme https|:path /|:authority localhost",
                ":method CONNECT|:authority localhost:443",
                ":method GET|:protocol websocket|:scheme https|:path /|:authority localhost",
                START + "|:method GET",
                START + "|:unknown x",
                START + "|:status 200",
                ":method GET|x y|:scheme https|:path /|:authority localhost",
                START + "|X-Upper y",
                START + "|na\u00e4me y",
                START + "|connection close",
                START + "|keep-alive x",
                START + "|proxy-connection x",
                START + "|transfer-encoding chunked",
                START + "|upgrade x",
                START + "|te gzip",
                START + "|te trailers, gzip",
                START + "|x a\rb",
                START + "|x a\nb",
                START + "|x a\0b",
                START + "|x a\177b",
                START + "|x \tleading",
                START + "|x trailing ",
                START + "|x trailing\t",
                START + "|content-length 5",
                START + "|content-length 0|content-length 1",
                START + "|content-length +0",
            })
    void aMalformedHeaderListResetsTheStreamOrTheConnection(String fields) throws Exception {
        client.headers(1, true, split(fields));

        assertThat(client.told(1)).isIn("RST_STREAM 1", "GOAWAY 1");
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, short", "5, longer than said"})
    void aBodyThatIsNotAsLongAsSaidResetsTheStream(int length, String body) throws Exception {
        client.headers(1, false, split(START.replace("GET", "POST") + "|content-length " + length))
                .data(1, true, body.substring(0, length == 5 ? 3 : body.length()));

        assertThat(client.told(1)).isEqualTo("RST_STREAM 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {":path /", "x trailing ", "x a\nb", "connection close", "X-Upper y"})
    void aMalformedTrailerResetsTheStreamOrTheConnection(String trailer) throws Exception {
        client.headers(1, false, split(START.replace("GET", "POST"))).headers(1, true, split(trailer));

        assertThat(client.told(1)).isIn("RST_STREAM 1", "GOAWAY 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length 3", "trailer x", "transfer-encoding chunked"})
    void aTrailerThatFramesCostsNoOtherStreamAnything(String trailer) throws Exception {
        client.headers(3, false, split(START.replace("GET", "POST")));
        client.headers(5, false, split(START.replace("GET", "POST"))).headers(5, true, split(trailer));
        client.data(3, true, "");

        assertThat(client.told(3)).isEqualTo("HEADERS");
    }

    @Test
    void aHeaderListOnAnEndedStreamEndsTheConnection() throws Exception {
        client.headers(1, true, split(START));
        assertThat(client.told(1)).isEqualTo("HEADERS");

        client.headers(1, true, split(START));

        assertThat(client.told(1)).isIn("GOAWAY 5", "RST_STREAM 5");
    }

    @Test
    void traceIsAnsweredAndNotPassed() throws Exception {
        client.headers(1, true, split(START.replace("GET", "TRACE")));

        assertThat(client.told(1)).isEqualTo("HEADERS");
        assertThat(origin.heads()).isEmpty();
    }

    @Test
    void aSoundRequestIsPassed() throws Exception {
        client.headers(1, true, split(START + "|te trailers|host localhost:443|x a\tb \u00e4"));

        assertThat(client.told(1)).isEqualTo("HEADERS");
        assertThat(origin.heads()).hasSize(1);
    }

    /** Name, a space, value; fields apart by a bar. */
    private static String[] split(String fields) {
        return java.util.Arrays.stream(fields.split("\\|"))
                .flatMap(each -> java.util.Arrays.stream(each.split(" ", 2)))
                .toArray(String[]::new);
    }
}
