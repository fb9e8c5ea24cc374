package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http2RequestTest {

    @Test
    void aWellFormedHeaderListIsARequest() {
        Http2Request request = Http2Request.of(fields("GET", "/a?b", "Example.org:8443"), true);

        assertThat(request).isNotNull();
        assertThat(request.path()).isEqualTo("/a");
        assertThat(request.hasQuery()).isTrue();
        assertThat(request.host()).isEqualTo("example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GE T", "CONNECT", "", "GET\r", "G\u00e4T"})
    void aMethodThatIsNoTokenOrATunnelIsMalformed(String method) {
        assertThat(Http2Request.of(fields(method, "/", "a"), true)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "/ ", "/#x", "http://a/", "/\u00e4"})
    void aPathThatIsNoTargetIsMalformed(String path) {
        assertThat(Http2Request.of(fields("GET", path, "a"), true)).isNull();
    }

    @Test
    void aHostThatDisagreesWithTheAuthorityIsMalformed() {
        assertThat(Http2Request.of(fields("GET", "/", "a").add("host", "b"), true))
                .isNull();
        assertThat(Http2Request.of(fields("GET", "/", "a").add("host", "A"), true))
                .isNotNull();
        assertThat(Http2Request.of(fields("GET", "/", "user@a"), true)).isNull();
    }

    private static Http2Headers fields(String method, String path, String authority) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .path(path)
                .scheme("https")
                .authority(authority);
    }
}
