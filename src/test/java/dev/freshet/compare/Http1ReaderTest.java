package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer ends, however its bytes arrive. Confined to the test's thread. */
final class Http1ReaderTest {
    private final StringBuilder body = new StringBuilder();
    private final Http1Reader reader = new Http1Reader(
            (data, index, length) -> body.append(data.toString(index, length, StandardCharsets.ISO_8859_1)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200\r\nX: y\r\ncOnTeNt-LeNgTh:   11  \r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n6\r\nhello \r\n005 ; a=b\r\nworld\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
            })
    void anAnswerEndsWhereItsFramingSays(String answer) throws Exception {
        for (int step = 1; step <= answer.length(); step++) {
            body.setLength(0);
            reader.clear();
            assertThat(completedAt(answer, step)).as("in steps of %d", step).isEqualTo(answer.length());
            assertThat(body).hasToString("hello world");
            assertThat(reader.head().status()).isEqualTo(200);
        }
    }

    @Test
    void aLongHeadIsReadWholeAndItsFieldsAreFound() throws Exception {
        String head = "HTTP/1.0 404 Not Found\r\nSet-Cookie: " + "x".repeat(20_000) + "\r\nAge: 3\r\n"
                + "Location: /there\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n";

        assertThat(completedAt(head, 1_000)).isEqualTo(head.length());
        assertThat(reader.head().status()).isEqualTo(404);
        assertThat(reader.head().ageSeconds()).isEqualTo(3);
        assertThat(reader.head().field("location")).isEqualTo("/there");
        assertThat(reader.closes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "close | true",
                "Close | true",
                "upgrade, close | true",
                "keep-alive ,\tclose | true",
                "not-close | false",
                "close-ish, x | false",
                "keep-alive | false",
            })
    void theConnectionEndsWhereCloseIsAMemberOfTheList(String options, boolean closes) throws Exception {
        completedAt("HTTP/1.1 200 OK\r\nConnection: " + options + "\r\nContent-Length: 0\r\n\r\n", 1_000);

        assertThat(reader.closes()).isEqualTo(closes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~ | a Content-Length that is none",
                "HTTP/1.1 200 OK~Content-Length: -1~~ | a Content-Length that is none",
                "HTTP/1.1 200 OK~Content-Length: 1~Transfer-Encoding: chunked~~ | both Content-Length and Transfer-Encoding",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~ | a transfer coding other than chunked",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x | a chunk that is none",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~ab | a chunk that is none",
                "HTTP/1.1 20 OK~~ | a status line that is none",
                "HTTP/1.1 700 OK~~ | a status outside 100..599",
                "HTTP/1.1 101 Switching~~ | another protocol that nobody asked for",
                "HTTP/2.0 200 OK~~ | what came is not HTTP/1.1",
                "<html> | what came is not HTTP/1.1",
                "H~ | what came is not HTTP/1.1",
            })
    void whatCouldBeUnderstoodInTwoWaysIsRefused(String answer, String reason) {
        ByteBuf in = Unpooled.copiedBuffer(answer.replace("~", "\r\n"), StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> reader.take(in))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessage(reason);
    }

    @Test
    void aHeadHasABound() {
        ByteBuf in = Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\nA: " + "x".repeat(70_000), StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> reader.take(in)).hasMessage("a head over 64 KiB");
    }

    /** How many bytes were taken when the answer was complete; -1: it never was. */
    private int completedAt(String answer, int step) throws MalformedAnswerException {
        for (int from = 0; from < answer.length(); from += step) {
            int to = Math.min(answer.length(), from + step);
            ByteBuf in = Unpooled.copiedBuffer(answer.substring(from, to), StandardCharsets.ISO_8859_1);
            if (reader.take(in)) {
                return to - in.readableBytes();
            }
        }
        return -1;
    }
}
