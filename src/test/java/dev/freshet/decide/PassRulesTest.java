package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.PassConfig;
import dev.freshet.config.PassConfig.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassRulesTest {
    private static final Rule SHOP_WRITES = new Rule("shop.example.org", "/api", Set.of("POST", "PUT"), "writes");
    private static final Rule API = new Rule(null, "/api", Set.of(), "api");
    private static final Rule SHOP = new Rule("shop.example.org", null, Set.of("GET"), "shop");

    private final PassRules rules = PassRules.of(new PassConfig(List.of(SHOP_WRITES, API, SHOP)));

    @ParameterizedTest
    @CsvSource({
        "POST, shop.example.org, /api/cart, writes",
        "PUT, shop.example.org, /api, writes",
        "GET, shop.example.org, /api/cart, api",
        "POST, www.example.org, /api/cart, api",
        "DELETE, '', /api, api",
        "GET, shop.example.org, /, shop",
        "HEAD, shop.example.org, /cart, shop",
        "CONNECT, shop.example.org, /chat, shop",
    })
    void theFirstRuleThatMatchesCounts(String method, String host, String path, String upstream) {
        assertThat(verdict(method, host, path)).isEqualTo(new Verdict.Pass(upstream));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, shop.example.org, /cart",
        "get, shop.example.org, /cart",
        "GET, www.example.org, /",
        "GET, www.example.org, /apix",
        "GET, www.example.org, /API",
        "GET, www.example.org, /api-docs",
        "GET, www.example.org, /v1/api",
        "OPTIONS, www.example.org, *",
    })
    void whatMatchesNoRuleIsNotFound(String method, String host, String path) {
        assertThat(verdict(method, host, path)).isEqualTo(new Verdict.NotFound());
    }

    @Test
    void withoutRulesNothingIsPassed() {
        assertThat(PassRules.of(null).verdict(Requests.get("/"))).isEqualTo(new Verdict.NotFound());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api", "/api/", "/api/x", "/api/.well-known", "/api/..x", "/%61pi", "/api/%7Euser", "/api/x%2Fy"
            })
    void aPathThatAllReadAlikeIsMatched(String path) {
        assertThat(verdict("GET", "a", path)).isEqualTo(new Verdict.Pass("api"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../admin",
                "/api/x/../../admin",
                "/api/..",
                "/./api",
                "/api/%2e%2e/admin",
                "/api/.%2E/admin",
                "/api/%252e%252e/admin",
                "/api/..%2fadmin",
                "/api%2f..%2fadmin",
                "/api/..\\admin",
                "/api/..%5cadmin",
                "/api/..;/admin",
                "/api/..;x=1/admin",
                "/api/..%3b/admin",
                "/api/%3f/../admin",
                "//api/x",
                "/%2fapi",
                "/\\api",
                "\\api",
                "/api;x=1/y",
                "/api%3bx",
                "/api%2fx",
                "/api%5cx",
                "/api%252fx",
                "/api%3fx",
                "/api%23x",
                "/x;%2f/api",
                "/api/%00",
                "/api%00",
                "/api/%0d%0aX: y",
                "/api/a;b%2fc",
            })
    void aPathThatMayLeadElsewhereIsAmbiguous(String path) {
        assertThat(verdict("GET", "a", path)).isEqualTo(new Verdict.Ambiguous());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "//x", "/a%2f..%2fb", "/;/", "/%00"})
    void aPathMattersOnlyWhereARuleLooksAtIt(String path) {
        PassRules all = PassRules.of(new PassConfig("api"));

        assertThat(all.verdict(Requests.get(path))).isEqualTo(new Verdict.Pass("api"));
    }

    @Test
    void aRuleThatCannotMatchDoesNotLookAtThePath() {
        PassRules posts = PassRules.of(new PassConfig(
                List.of(new Rule(null, "/api", Set.of("POST"), "api"), new Rule(null, null, Set.of(), "web"))));

        assertThat(posts.verdict(Requests.get("/a/../b"))).isEqualTo(new Verdict.Pass("web"));
        assertThat(posts.verdict(Requests.get("/a/../b").method("POST"))).isEqualTo(new Verdict.Ambiguous());
    }

    @Test
    void theRootIsEveryPathButTheAsterisk() {
        PassRules root = PassRules.of(new PassConfig(List.of(new Rule(null, "/", Set.of(), "web"))));

        assertThat(root.verdict(Requests.get("/"))).isEqualTo(new Verdict.Pass("web"));
        assertThat(root.verdict(Requests.get("/a;b//c%2fd"))).isEqualTo(new Verdict.Ambiguous());
        assertThat(root.verdict(Requests.get("//a%2fb"))).isEqualTo(new Verdict.Pass("web"));
        assertThat(root.verdict(Requests.get("*").method("OPTIONS"))).isEqualTo(new Verdict.NotFound());
    }

    @Test
    void whatMustBeEncodedIsMatchedEncodedInAnyCase() {
        PassRules encoded = PassRules.of(new PassConfig(List.of(new Rule(null, "/a%C3%A9", Set.of(), "web"))));

        assertThat(encoded.verdict(Requests.get("/a%c3%a9/x"))).isEqualTo(new Verdict.Pass("web"));
        assertThat(encoded.verdict(Requests.get("/a%25C3%A9/x"))).isEqualTo(new Verdict.Ambiguous());
    }

    private Verdict verdict(String method, String host, String path) {
        return rules.verdict(Requests.get(path).method(method).host(host));
    }
}
