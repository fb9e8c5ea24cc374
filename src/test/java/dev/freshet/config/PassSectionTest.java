package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.PassConfig.Rule;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassSectionTest {
    @TempDir
    Path root;

    @Test
    void oneUpstreamIsOneRuleForEverything() throws Exception {
        assertThat(pass("{ upstream: api }")).isEqualTo(new PassConfig("api"));
    }

    @Test
    void aListKeepsItsOrder() throws Exception {
        PassConfig read = pass("""

                - { host: Shop.Example.org, path: /api/v1, method: [POST, PUT], upstream: writes }
                - { path: /api, method: GET, upstream: api }
                - { path: /api, upstream: api }
                - { upstream: web }
                """);

        assertThat(read.rules())
                .containsExactly(
                        new Rule("shop.example.org", "/api/v1", Set.of("POST", "PUT"), "writes"),
                        new Rule(null, "/api", Set.of("GET"), "api"),
                        new Rule(null, "/api", Set.of(), "api"),
                        new Rule(null, null, Set.of(), "web"));
    }

    @Test
    void aSingleRuleMayLookAtWhatItPasses() throws Exception {
        assertThat(pass("{ path: /api, upstream: api }").rules())
                .containsExactly(new Rule(null, "/api", Set.of(), "api"));
    }

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/a%c3%a9,/a%C3%A9",
        "/.well-known/x,/.well-known/x",
        "/~a/b-c_d,/~a/b-c_d",
        "/a+b@c:d=e,/a+b@c:d=e"
    })
    void whatMustBeEncodedIsWrittenInCapitals(String written, String path) throws Exception {
        assertThat(pass("{ path: \"" + written + "\", upstream: api }")
                        .rules()
                        .getFirst()
                        .path())
                .isEqualTo(path);
    }

    private PassConfig pass(String yaml) throws Exception {
        String document = """
                listeners: [{ address: 127.0.0.1:0 }]
                upstreams: { api: { servers: ["http://a"] }, web: { servers: ["http://b"] }, writes: { servers: ["http://c"] } }
                pass:\s""" + yaml;
        return ConfigurationReader.read(document, ConfigurationFolder.in(root).top())
                .pass();
    }
}
