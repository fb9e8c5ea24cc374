package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.PassConfig;
import dev.freshet.config.PathTemplate;
import dev.freshet.config.Templates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about requests for the resources of templates. */
final class TemplateDecisionTest {
    private static final long NOW = 1_000_000;

    private final Map<ResourceKey, Snapshot> snapshots = new HashMap<>();
    private final Known numbers = new Known("/m/{id}", null, false);
    private final Known words = new Known("/m/{word}", "words.example", false);
    private final Known files = new Known("/m/{id}.json", null, true);
    private final Known deep = new Known("/{any}/x", null, false);
    private final Endpoint exact = endpoint(9, null, "/m/7", false);
    private final EndpointTable table = new EndpointTable(List.of(exact), List.of(numbers, words, files, deep));
    private final Decider alone = new Decider(table, snapshots::get, PassRules.of(null));
    private final Decider passing = new Decider(table, snapshots::get, PassRules.of(new PassConfig("api")));

    /** A template some of whose resources are kept fresh. Confined to the test. */
    private record Known(PathTemplate path, Endpoint endpoint, Map<String, Endpoint> residents) implements Template {
        Known(String path, String host, boolean ignoresQuery) {
            this(Templates.path(path), TemplateDecisionTest.endpoint(0, host, path, ignoresQuery), new HashMap<>());
        }

        @Override
        public Endpoint resident(String at) {
            return residents.get(at);
        }

        @Override
        public Expected expect(String at) {
            throw new AssertionError("deciding begins nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void whatIsNotKeptFreshIsFetchedForTheFirstTime(String method) {
        assertThat(alone.decide(Requests.get("/m/1").method(method), NOW))
                .isEqualTo(new Verdict.First(numbers, "/m/1", CrossOrigin.NOT_SHARED));
    }

    @Test
    void whatIsKeptFreshIsAHit() {
        Endpoint resident = take(numbers, "/m/1", NOW);

        assertThat(alone.decide(Requests.get("/m/1"), NOW))
                .isInstanceOfSatisfying(
                        Verdict.Hit.class, hit -> assertThat(hit.endpoint()).isSameAs(resident));
        assertThat(alone.decide(Requests.get("/m/1").with("if-none-match", "\"v\""), NOW))
                .isInstanceOf(Verdict.NotModified.class);
    }

    @Test
    void aSnapshotThatHasGoneIsFetchedForTheFirstTimeAndOneThatIsTooOldIsUnavailable() {
        take(numbers, "/m/1", NOW);
        snapshots.clear();
        take(numbers, "/m/2", NOW - 60_001);

        assertThat(alone.decide(Requests.get("/m/1"), NOW)).isInstanceOf(Verdict.First.class);
        assertThat(alone.decide(Requests.get("/m/2"), NOW)).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void anExactPathGoesBeforeATemplate() {
        snapshots.put(exact.key(), Snapshots.compressed().confirmedAt(NOW));

        assertThat(alone.decide(Requests.get("/m/7"), NOW))
                .isInstanceOfSatisfying(
                        Verdict.Hit.class, hit -> assertThat(hit.endpoint()).isSameAs(exact));
    }

    @Test
    void theMostSpecificTemplateGoesFirstAndOneThatNamesTheHostBeforeAll() {
        assertThat(template("/m/1.json", "localhost")).isSameAs(files);
        assertThat(template("/m/1", "localhost")).isSameAs(numbers);
        assertThat(template("/m/1", "words.example")).isSameAs(words);
        assertThat(template("/m/x", "words.example")).isSameAs(words);
        assertThat(template("/m/x", "localhost")).isSameAs(deep);
        assertThat(template("/n/x", "localhost")).isSameAs(deep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/m/y", "/m/", "/m", "/m/1/2", "/", "*", "/m/1.xml"})
    void whatNoTemplateIsForGoesOn(String path) {
        assertThat(alone.decide(Requests.get(path), NOW)).isEqualTo(new Verdict.NotFound());
        assertThat(passing.decide(Requests.get(path), NOW)).isEqualTo(new Verdict.Pass("api"));
    }

    @Test
    void aQueryIsWhatItIsToAnExactEndpoint() {
        assertThat(alone.decide(Requests.get("/m/1").withQuery(), NOW)).isEqualTo(new Verdict.NotFound());
        assertThat(alone.decide(Requests.get("/m/1.json").withQuery(), NOW)).isInstanceOf(Verdict.First.class);
    }

    @Test
    void anotherMethodIsPassedOrNotAllowedAndBeginsNothing() {
        assertThat(alone.decide(Requests.get("/m/1").method("DELETE"), NOW))
                .isEqualTo(new Verdict.MethodNotAllowed(numbers.endpoint()));
        assertThat(passing.decide(Requests.get("/m/1").method("DELETE"), NOW)).isEqualTo(new Verdict.Pass("api"));
    }

    private Template template(String path, String host) {
        return ((Verdict.First) alone.decide(Requests.get(path).host(host), NOW)).template();
    }

    private Endpoint take(Known template, String path, long confirmedAtMillis) {
        Endpoint resident = endpoint(10, null, path, false);
        template.residents().put(path, resident);
        snapshots.put(resident.key(), Snapshots.compressed().confirmedAt(confirmedAtMillis));
        return resident;
    }

    private static Endpoint endpoint(int index, String host, String path, boolean ignoresQuery) {
        ResourceKey key = new ResourceKey(host, path, true);
        return new Endpoint(index, path, key, ignoresQuery, 1, 60_000, "public, max-age=1", null);
    }
}
