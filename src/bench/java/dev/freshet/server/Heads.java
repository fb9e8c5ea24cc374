package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Request heads as clients send them. Immutable: pure functions only. */
public final class Heads {
    static final LimitsConfig LIMITS = new LimitsConfig(100, 8192, Duration.ofSeconds(75), Duration.ofSeconds(10), 100);

    private static final String POLLER = "Accept-Encoding: gzip, br, zstd\r\n";
    private static final String BROWSER = """
            Connection: keep-alive\r
            sec-ch-ua-platform: "Linux"\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36\r
            Accept: application/json, text/plain, */*\r
            sec-ch-ua: "Chromium";v="142", "Not_A Brand";v="99"\r
            sec-ch-ua-mobile: ?0\r
            Origin: https://www.example.org\r
            Sec-Fetch-Site: cross-site\r
            Sec-Fetch-Mode: cors\r
            Sec-Fetch-Dest: empty\r
            Referer: https://www.example.org/results\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Accept-Language: en-GB,en;q=0.9,de;q=0.8\r
            """;

    private Heads() {}

    /** Who asks. */
    public enum Client {
        /** A script: three lines. */
        POLLER(Heads.POLLER),
        /** A page: sixteen lines. */
        BROWSER(Heads.BROWSER);

        private final String lines;

        Client(String lines) {
            this.lines = lines;
        }

        /** A GET for {@code path}. */
        byte[] get(String path) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: live.example.org\r\n" + lines + "\r\n";
            return head.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The bytes in a direct buffer, as a socket's read gives them; the caller releases it. */
    static ByteBuf direct(byte[] bytes) {
        return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }
}
