package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Coding;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.PassConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {
    private static final CrossOrigin LISTED = new CrossOrigin(List.of("https://a.example", "https://b.example"));
    private static final long NOW = 1_000_000;

    private final Endpoint anyHost = endpoint(0, null, "/live.json", false, null);
    private final Endpoint oneHost = endpoint(1, "api.example.org", "/live.json", false, null);
    private final Endpoint ignoring = endpoint(2, null, "/ignoring.json", true, null);
    private final Endpoint shared = endpoint(3, null, "/shared.json", false, new CrossOrigin(List.of()));
    private final Endpoint listed = endpoint(4, null, "/listed.json", false, LISTED);
    private final Map<ResourceKey, Snapshot> snapshots = new HashMap<>();
    private final EndpointTable table = new EndpointTable(List.of(anyHost, oneHost, ignoring, shared, listed));
    private final Decider passing = new Decider(table, snapshots::get, PassRules.of(new PassConfig("api")));
    private final Decider alone = new Decider(table, snapshots::get, PassRules.of(null));

    @BeforeEach
    void everyEndpointHasAFreshSnapshot() {
        table.endpoints()
                .forEach(
                        each -> snapshots.put(each.key(), Snapshots.compressed().confirmedAt(NOW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void answersAnEndpointFromItsSnapshot(String method) {
        Verdict verdict = passing.decide(Requests.get("/live.json").method(method), NOW);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Hit.class, hit -> {
            assertThat(hit.endpoint()).isSameAs(anyHost);
            assertThat(hit.snapshot()).isSameAs(snapshots.get(anyHost.key()));
            assertThat(hit.representation().coding()).isEqualTo(Coding.IDENTITY);
        });
    }

    @Test
    void prefersTheEndpointThatNamesTheHost() {
        Verdict verdict = passing.decide(Requests.get("/live.json").host("api.example.org"), NOW);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Hit.class, hit -> assertThat(hit.endpoint()).isSameAs(oneHost));
    }

    @Test
    void negotiatesTheCoding() {
        Verdict verdict = passing.decide(Requests.get("/live.json").with("accept-encoding", "gzip"), NOW);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Hit.class,
                        hit -> assertThat(hit.representation().coding()).isEqualTo(Coding.GZIP));
    }

    @Test
    void aQueryMakesItAnotherUrlUnlessIgnored() {
        assertThat(passing.decide(Requests.get("/live.json").withQuery(), NOW)).isInstanceOf(Verdict.Pass.class);
        assertThat(alone.decide(Requests.get("/live.json").withQuery(), NOW)).isInstanceOf(Verdict.NotFound.class);
        assertThat(passing.decide(Requests.get("/ignoring.json").withQuery(), NOW))
                .isInstanceOf(Verdict.Hit.class);
    }

    @Test
    void tellsAClientThatHasItSo() {
        Verdict verdict = passing.decide(Requests.get("/live.json").with("if-none-match", "\"v-br\""), NOW);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.NotModified.class,
                        same -> assertThat(same.representation().etag()).isEqualTo("\"v-br\""));
    }

    @Test
    void servesUntilMaxStaleAndNotAMillisecondLonger() {
        long confirmed = NOW - anyHost.maxStaleMillis();
        snapshots.put(anyHost.key(), Snapshots.compressed().confirmedAt(confirmed));

        assertThat(passing.decide(Requests.get("/live.json"), NOW)).isInstanceOf(Verdict.Hit.class);
        assertThat(passing.decide(Requests.get("/live.json"), NOW + 1)).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void hasNothingToServeBeforeTheFirstSnapshot() {
        snapshots.clear();

        assertThat(passing.decide(Requests.get("/live.json"), NOW)).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void sendsOtherMethodsOnOrNamesTheTwoItAnswers() {
        assertThat(passing.decide(Requests.get("/live.json").method("POST"), NOW))
                .isInstanceOf(Verdict.Pass.class);
        assertThat(alone.decide(Requests.get("/live.json").method("POST"), NOW))
                .isInstanceOf(Verdict.MethodNotAllowed.class);
        assertThat(alone.decide(Requests.get("/live.json").method("get"), NOW))
                .isInstanceOf(Verdict.MethodNotAllowed.class);
    }

    @Test
    void sendsOnWhatIsNoEndpoint() {
        assertThat(passing.decide(Requests.get("/other"), NOW)).isInstanceOf(Verdict.Pass.class);
        assertThat(alone.decide(Requests.get("/other"), NOW)).isInstanceOf(Verdict.NotFound.class);
    }

    @Test
    void answersAPreflightAtTheEdge() {
        Verdict verdict = passing.decide(preflight("/listed.json", "https://b.example", "GET"), NOW);

        assertThat(verdict).isEqualTo(new Verdict.Preflight(listed, "https://b.example", "x-token"));
    }

    @Test
    void grantsAForeignOriginNothing() {
        Verdict verdict = passing.decide(preflight("/listed.json", "https://evil.example", "GET"), NOW);

        assertThat(verdict).isEqualTo(new Verdict.Preflight(listed, null, null));
    }

    @Test
    void echoesOnlyFieldNames() {
        Requests asked = preflight("/shared.json", "https://x.example", "GET")
                .with("access-control-request-headers", "x-a\u0000\"<script>");

        assertThat(passing.decide(asked, NOW)).isEqualTo(new Verdict.Preflight(shared, "*", null));
    }

    @Test
    void leavesPreflightsOfOtherMethodsToTheUpstream() {
        assertThat(passing.decide(preflight("/shared.json", "https://x.example", "PUT"), NOW))
                .isInstanceOf(Verdict.Pass.class);
        assertThat(alone.decide(preflight("/shared.json", "https://x.example", "PUT"), NOW))
                .isInstanceOf(Verdict.Preflight.class);
    }

    @Test
    void treatsOptionsWithoutCorsAsAnyOtherMethod() {
        assertThat(passing.decide(preflight("/live.json", "https://x.example", "GET"), NOW))
                .isInstanceOf(Verdict.Pass.class);
        assertThat(alone.decide(Requests.get("/shared.json").method("OPTIONS"), NOW))
                .isInstanceOf(Verdict.MethodNotAllowed.class);
    }

    @Test
    void givesEachListedOriginItsVariant() {
        assertThat(variantFor("/listed.json", "https://b.example")).isEqualTo(2);
        assertThat(variantFor("/listed.json", "https://evil.example")).isEqualTo(CrossOrigin.NOT_SHARED);
        assertThat(variantFor("/listed.json", "null")).isEqualTo(CrossOrigin.NOT_SHARED);
        assertThat(variantFor("/shared.json", "https://anything.example")).isEqualTo(1);
        assertThat(variantFor("/live.json", "https://b.example")).isEqualTo(CrossOrigin.NOT_SHARED);
    }

    private int variantFor(String path, String origin) {
        return ((Verdict.Hit) passing.decide(Requests.get(path).with("origin", origin), NOW)).variant();
    }

    private static Requests preflight(String path, String origin, String method) {
        return Requests.get(path)
                .method("OPTIONS")
                .with("origin", origin)
                .with("access-control-request-method", method)
                .with("access-control-request-headers", "x-token");
    }

    private static Endpoint endpoint(int index, String host, String path, boolean ignoresQuery, CrossOrigin sharing) {
        ResourceKey key = new ResourceKey(host, path, true);
        return new Endpoint(index, path, key, ignoresQuery, 1, 60_000, "public, max-age=1", sharing);
    }
}
