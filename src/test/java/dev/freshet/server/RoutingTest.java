package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.PassConfig;
import dev.freshet.config.PassConfig.Rule;
import dev.freshet.config.Protocol;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the pass, on the wire. */
class RoutingTest {
    private static final PassConfig RULES = new PassConfig(List.of(
            new Rule(null, "/api", Set.of("GET"), "api"),
            new Rule("www.example.org", null, Set.of(), "web"),
            new Rule(null, "/live.json", Set.of("DELETE"), "api")));

    @TempDir
    Path directory;

    private RawServer api;
    private RawServer web;
    private ServerTls tls;
    private TestServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (tls != null) {
            tls.close();
        }
        api.close();
        web.close();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstRuleThatMatchesNamesTheUpstream(Protocol protocol) throws Exception {
        serve(protocol);

        assertThat(ask(protocol, "GET", "localhost", "/api/x?y=/../z")).isEqualTo("200 api");
        assertThat(ask(protocol, "GET", "www.example.org:8443", "/api")).isEqualTo("200 api");
        assertThat(ask(protocol, "POST", "WWW.example.org", "/api")).isEqualTo("200 web");
        assertThat(ask(protocol, "GET", "www.example.org", "/apix")).isEqualTo("200 web");
        assertThat(api.heads()).hasSize(2).first().asString().startsWith("GET /api/x?y=/../z HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void whatNoRuleIsForIs404AndOnAnEndpoint405(Protocol protocol) throws Exception {
        serve(protocol);
        server.publish(server.live, "{}");

        assertThat(ask(protocol, "GET", "localhost", "/apix")).startsWith("404");
        assertThat(ask(protocol, "POST", "localhost", "/api/x")).startsWith("404");
        assertThat(ask(protocol, "GET", "localhost", "/live.json")).startsWith("200");
        assertThat(ask(protocol, "POST", "localhost", "/live.json")).startsWith("405");
        assertThat(ask(protocol, "DELETE", "localhost", "/live.json")).isEqualTo("200 api");
        assertThat(ask(protocol, "POST", "www.example.org", "/live.json")).isEqualTo("200 web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/../admin", "/api/%2e%2e/admin", "//api", "/api%2fx", "/x/..;/api"})
    void aPathThatMayMeanTwoThingsIsRefusedAndTheConnectionEnds(String path) throws Exception {
        serve(Protocol.HTTP_1_1);
        try (RawClient client = server.client()) {
            assertThat(client.get(path).status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
        assertThat(api.heads()).isEmpty();
        assertThat(web.heads()).isEmpty();
        assertThat(server.counted("freshet_client_faults_total{reason=\"bad-request\"} 1.0"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/../admin", "/api/%2e%2e/admin"})
    void overHttp2ItIsRefusedAndTheConnectionGoesOn(String path) throws Exception {
        serve(Protocol.HTTP_2);
        try (RawHttp2 client = new RawHttp2(server.address())) {
            client.headers(1, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", path);
            assertThat(client.next(1).fields()).contains(":status: 400");
            client.headers(3, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/api");
            assertThat(client.next(3).fields()).contains(":status: 200");
        }
    }

    private void serve(Protocol protocol) throws Exception {
        api = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\napi");
        web = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nweb");
        tls = protocol == Protocol.HTTP_2 ? PassingServer.tls(directory) : null;
        HurriedLoops loops = TestServer.newLoops();
        var upstreams = Map.of("api", PassingServer.upstream(api, loops), "web", PassingServer.upstream(web, loops));
        server = new TestServer(loops, RULES, upstreams, TestServer.LIMITS, tls);
    }

    private String ask(Protocol protocol, String method, String host, String target) throws Exception {
        return switch (protocol) {
            case HTTP_1_1 -> {
                try (RawClient client = server.client()) {
                    client.send(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    RawClient.Answer answer = client.read();
                    yield answer.status() + " " + answer.text();
                }
            }
            case HTTP_2 -> {
                try (RawHttp2 client = new RawHttp2(server.address())) {
                    client.headers(1, true, ":method", method, ":scheme", "https", ":authority", host, ":path", target);
                    String status = client.next(1).fields().getFirst().substring(":status: ".length());
                    RawHttp2.Frame body = client.next(1);
                    yield status + " " + body.text();
                }
            }
        };
    }
}
