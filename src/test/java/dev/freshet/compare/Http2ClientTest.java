package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server may do to an HTTP/2 connection, frame by frame (RFC 9113). Confined to the test's thread. */
final class Http2ClientTest {
    private static final String NO_SETTINGS = "000000 04 00 00000000";
    private static final String AT_MOST_3_STREAMS = "000006 04 00 00000000 0003 00000003";
    /** {@code :status: 200} alone, and the end of the stream. */
    private static final String EMPTY_200 = "000001 01 05 %s 88";
    /** {@code :status: 200} and {@code content-length: 5}; a body follows. */
    private static final String LENGTH_5 = "000005 01 04 %s 88 0f0d 01 35";

    private static final String TWO_LAST_BYTES = "000002 00 01 %s 7b7d";
    private static final String TWO_BYTES = "000002 00 00 %s 7b7d";
    private static final String REFUSED = "000004 03 00 %s 00000007";
    private static final String FIRST = "00000003";
    private static final String SECOND = "00000005";

    private final List<String> heard = new ArrayList<>();
    private final Http2Exchanges exchanges = new Http2Exchanges(
            new DefaultHttp2Headers()
                    .method("GET")
                    .scheme("https")
                    .authority("a")
                    .path("/"),
            10,
            new Heard());
    private final EmbeddedChannel channel = new EmbeddedChannel(Http2Codec.handler(exchanges));

    @AfterEach
    void releaseWhatWasSent() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theServersSettingsLimitTheStreams() {
        receive(AT_MOST_3_STREAMS);

        assertThat(heard).containsExactly("ready with 3 streams");
    }

    @Test
    void aConnectionWithoutSettingsIsGivenUp() {
        channel.freezeTime();
        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(heard).containsExactly("unreachable: closed before HTTP/2 began", "gone");
    }

    @Test
    void anAnswerIsCompleteWithItsStream() {
        inFlight(1);
        receive(EMPTY_200.formatted(FIRST));

        assertThat(heard).containsExactly("ready with 10 streams", "answered 1: 200");
        assertThat(exchanges.usable()).isTrue();
        assertThat(exchanges.served()).isTrue();
    }

    @Test
    void aResetStreamIsAFailedRequestOnAConnectionThatGoesOn() {
        inFlight(2);
        receive(REFUSED.formatted(FIRST));
        receive(EMPTY_200.formatted(SECOND));

        assertThat(heard)
                .containsExactly("ready with 10 streams", "failed: stream reset: REFUSED_STREAM", "answered 2: 200");
    }

    @Test
    void aBodyShorterThanItsContentLengthIsAnError() {
        inFlight(1);
        receive(LENGTH_5.formatted(FIRST));
        receive(TWO_LAST_BYTES.formatted(FIRST));

        assertThat(heard).containsExactly("ready with 10 streams", "failed: HTTP/2: PROTOCOL_ERROR");
    }

    @Test
    void aStreamResetWithinItsBodyIsAnError() {
        inFlight(1);
        receive(LENGTH_5.formatted(FIRST));
        receive(TWO_BYTES.formatted(FIRST));
        receive(REFUSED.formatted(FIRST));

        assertThat(heard).containsExactly("ready with 10 streams", "failed: stream reset: REFUSED_STREAM");
    }

    @Test
    void afterGoawayWhatIsInFlightIsAnsweredAndTheConnectionCloses() {
        inFlight(2);
        receive("000008 07 00 00000000 00000003 00000000");
        assertThat(exchanges.usable()).isFalse();
        receive(EMPTY_200.formatted(FIRST));

        assertThat(heard)
                .containsExactly(
                        "ready with 10 streams",
                        "failed: stream closed without a complete answer",
                        "answered 1: 200",
                        "gone");
    }

    @Test
    void aConnectionThatEndsFailsWhatIsInFlight() {
        inFlight(2);
        channel.close();

        assertThat(heard)
                .containsExactly(
                        "ready with 10 streams",
                        "failed: closed without a complete answer",
                        "failed: closed without a complete answer",
                        "gone");
    }

    @Test
    void whatIsNotHttp2IsAnError() {
        inFlight(1);
        channel.writeInbound(Unpooled.copiedBuffer(new byte[64]));

        assertThat(heard).hasSize(3).contains("failed: HTTP/2: PROTOCOL_ERROR").endsWith("gone");
    }

    @Test
    void aLateRequestIsCancelledAndTheOthersGoOn() {
        receive(NO_SETTINGS);
        exchanges.begin(1, 100);
        exchanges.begin(2, 200);
        exchanges.expire(150, "late");
        receive(EMPTY_200.formatted(SECOND));

        assertThat(heard).containsExactly("ready with 10 streams", "failed: late", "answered 2: 200");
    }

    private void inFlight(int requests) {
        receive(NO_SETTINGS);
        for (int each = 1; each <= requests; each++) {
            exchanges.begin(each, each);
        }
    }

    private void receive(String frame) {
        channel.writeInbound(Unpooled.copiedBuffer(HexFormat.of().parseHex(frame.replace(" ", ""))));
    }

    /** Keeps what it hears. Confined to the test's thread. */
    private final class Heard implements ConnectionListener {
        @Override
        public void ready(ClientConnection connection) {
            heard.add("ready with " + connection.streams() + " streams");
        }

        @Override
        public void unreachable(String reason) {
            heard.add("unreachable: " + reason);
        }

        @Override
        public void answered(ClientConnection connection, long intendedNanos, ResponseView answer) {
            heard.add("answered " + intendedNanos + ": " + answer.status());
        }

        @Override
        public void failed(ClientConnection connection, String reason) {
            heard.add("failed: " + reason);
        }

        @Override
        public void gone(@Nullable ClientConnection connection) {
            heard.add("gone");
        }

        @Override
        public void body(ByteBuf data, int index, int length) {
            // What the bodies are is looked at elsewhere.
        }
    }
}
