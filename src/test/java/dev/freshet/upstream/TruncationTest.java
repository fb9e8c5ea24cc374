package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.RawServer;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;

class TruncationTest {
    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n";
    private static final String UNSIZED = "HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello";

    @Test
    void responseWithContentLengthCutAnywhereIsNeverTakenForWhole() throws Exception {
        assertEveryCutFails(SIZED);
    }

    @Test
    void chunkedResponseCutAnywhereIsNeverTakenForWhole() throws Exception {
        assertEveryCutFails(CHUNKED);
    }

    @Test
    void responseAfterAnInterimOneCutAnywhereIsNeverTakenForWhole() throws Exception {
        assertEveryCutFails("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + SIZED);
    }

    @Test
    void responseWithoutLengthIsWholeAsSoonAsItsHeadIs() throws Exception {
        int headBytes = UNSIZED.indexOf("hello");
        try (RawServer server = cutting(UNSIZED);
                Front front = Front.of(server)) {
            for (int cut = 0; cut <= UNSIZED.length(); cut++) {
                Heard heard = front.get();
                if (cut < headBytes) {
                    assertThat(heard.outcome()).as("cut at %d", cut).isEqualTo("failed CLOSED");
                } else {
                    assertThat(heard.body()).as("cut at %d", cut).isEqualTo(UNSIZED.substring(headBytes, cut));
                    assertThat(heard.outcome()).isEqualTo("end");
                }
            }
        }
    }

    @Test
    void headOfAHeadResponseCutAnywhereIsNeverTakenForWhole() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        try (RawServer server = cutting(response);
                Front front = Front.of(server)) {
            for (int cut = 0; cut < response.length(); cut++) {
                assertThat(front.send(HttpMethod.HEAD).outcome())
                        .as("cut at %d", cut)
                        .isEqualTo("failed CLOSED");
            }
            assertThat(front.send(HttpMethod.HEAD).outcome()).isEqualTo("end");
        }
    }

    private static void assertEveryCutFails(String response) throws Exception {
        try (RawServer server = cutting(response);
                Front front = Front.of(server)) {
            for (int cut = 0; cut < response.length(); cut++) {
                Heard heard = front.get();
                assertThat(heard.outcome()).as("cut at %d", cut).isEqualTo("failed CLOSED");
                assertThat(heard.events).as("cut at %d", cut).doesNotContain("end");
            }
            assertThat(front.get().outcome()).isEqualTo("end");
            assertThat(front.faults("closed")).isEqualTo(response.length());
            assertThat(server.accepted()).isEqualTo(response.length() + 2);
        }
    }

    /** Closes its first two connections unheard, for what is not begun to be answered is asked once more; then the nth after n - 2 bytes. */
    private static RawServer cutting(String response) {
        return RawServer.start(peer -> {
            peer.readHead();
            peer.send(response.substring(0, Math.clamp(peer.number() - 2, 0, response.length())));
        });
    }
}
