package dev.freshet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs a purge may name; what follows is AdminServerTest's. Confined to the test's thread. */
final class PurgePageTest {
    private final PurgePage page = new PurgePage((_, _) -> new Purging.Purged(1, 0));

    @ParameterizedTest
    @ValueSource(
            strings = {"http://h", "http://h:8080/a", "https://[::1]:8443/a", "http://1.2.3.4/", "http://h%25c3%25a9/"})
    void anAuthorityThatARequestMayNameIsTaken(String url) {
        assertThat(status(url)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::1", "http://h:99999/a", "http://%255b::1/", "http://h:a/", "http:///a"})
    void anotherCouldMatchNothingAndIsRefused(String url) {
        assertThat(status(url)).isEqualTo(400);
    }

    private int status(String url) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/purge?url=" + url);
        try {
            return page.perform(request).join().reply().status().code();
        } finally {
            request.release();
        }
    }
}
