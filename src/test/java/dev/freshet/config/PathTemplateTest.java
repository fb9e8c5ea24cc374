package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a template is for, and what it makes of them. */
final class PathTemplateTest {
    private static final PathTemplate MATCHES = template("/matches/{id}.json");

    @Test
    void aVariableStandsForWhatIsBetweenTheLiterals() {
        assertThat(MATCHES.match("/matches/42.json")).isEqualTo(Map.of("id", "42"));
        assertThat(MATCHES.match("/matches/a-b_c.d~e.json")).isEqualTo(Map.of("id", "a-b_c.d~e"));
        assertThat(template("/{league}/x-{no}").match("/first/x-7")).isEqualTo(Map.of("league", "first", "no", "7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/matches/.json",
                "/matches/42.jso",
                "/matches/42.json/",
                "/matches/4/2.json",
                "/matches/42.json/x",
                "/matchez/42.json",
                "/matches",
                "/",
                "",
                "*",
                "/matches/..json",
                "/matches/...json",
                "/matches/4%32.json",
                "/matches/a;b.json",
                "/matches/a b.json"
            })
    void whatDoesNotFitIsNotForIt(String path) {
        assertThat(MATCHES.match(path)).isNull();
    }

    @Test
    void aValueIsBounded() {
        assertThat(MATCHES.match("/matches/" + "9".repeat(200) + ".json")).isNotNull();
        assertThat(MATCHES.match("/matches/" + "9".repeat(201) + ".json")).isNull();
    }

    @Test
    void aPatternSaysWhatAValueMayBe() {
        PathTemplate numbers = template("/m/{id}", "[0-9]{1,3}");

        assertThat(numbers.match("/m/123")).isNotNull();
        assertThat(numbers.match("/m/1234")).isNull();
        assertThat(numbers.match("/m/12a")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/m/..",
                "/m/%2e%2E",
                "/m/.",
                "/m/a%2Fb",
                "/m/a%5cb",
                "/m/%00",
                "/m/%0d%0a",
                "/m/%",
                "/m/%4",
                "/m/%zz",
                "/m/%ff",
                "/m/%c0%af",
                "/m/a\\b",
                "/m/a|b",
                "/m/\u00e9"
            })
    void noPatternAllowsWhatLeadsElsewhere(String path) {
        assertThat(template("/m/{id}", "(?s).*").match(path)).isNull();
    }

    @Test
    void redisIsGivenTheDecodedValueAndAnUpstreamTheValueAsItStands() {
        PathTemplate any = template("/m/{id}", ".+");
        EndpointConfig template = endpoint(
                any,
                new SourceConfig.FromRedis(
                        "live",
                        new RedisPart.Fields(Map.of(
                                "a",
                                new RedisPart.Leaf(
                                        new RedisRead.Hash("m:{id}:{{{id}}}"), RedisPart.Embedding.AUTO, null))),
                        "v:{id}",
                        null,
                        null),
                new SourceConfig.FromUpstream("api", "/deep/{id}/x?id={id}&all"));

        EndpointConfig resource = template.resource("/m/caf%C3%A9&a=b");

        assertThat(resource.path()).isEqualTo("/m/caf%C3%A9&a=b");
        assertThat(resource.label()).isEqualTo("/m/{id}");
        assertThat(resource.source())
                .isEqualTo(new SourceConfig.FromRedis(
                        "live",
                        new RedisPart.Fields(Map.of(
                                "a",
                                new RedisPart.Leaf(
                                        new RedisRead.Hash("m:caf\u00e9&a=b:{caf\u00e9&a=b}"),
                                        RedisPart.Embedding.AUTO,
                                        null))),
                        "v:caf\u00e9&a=b",
                        null,
                        null));
        assertThat(resource.fallback())
                .isEqualTo(new SourceConfig.FromUpstream("api", "/deep/caf%C3%A9&a=b/x?id=caf%C3%A9%26a%3Db&all"));
    }

    @Test
    void aPathThatIsNotForItHasNoResource() {
        SourceConfig source = new SourceConfig.FromUpstream("api", "/m/{id}");

        assertThat(endpoint(template("/m/{id}"), source, null).resource("/n/1")).isNull();
    }

    @Test
    void whatIsLiteralSoonerIsTheMoreSpecific() {
        List<String> inOrder = List.of("/a/b/{x}", "/a/{x}.json", "/a/{x}", "/{x}/b", "/{x}/{y}");
        List<PathTemplate> templates =
                inOrder.stream().map(PathTemplateTest::template).toList();

        for (int i = 1; i < templates.size(); i++) {
            if (templates.get(i).segments().size()
                    == templates.get(i - 1).segments().size()) {
                assertThat(templates.get(i - 1).compareSpecificity(templates.get(i)))
                        .as(inOrder.get(i))
                        .isNegative();
                assertThat(templates.get(i).ties(templates.get(i - 1))).isFalse();
            }
        }
    }

    @Test
    void pathsThatBothAreForAreATieUnlessOneIsMoreSpecific() {
        assertThat(template("/a/{x}").ties(template("/a/{y}"))).isTrue();
        assertThat(template("/a/x{x}").ties(template("/a/{y}y"))).isTrue();
        assertThat(template("/a/{x}.json").ties(template("/a/{y}.html"))).isFalse();
        assertThat(template("/a/{x}").ties(template("/b/{y}"))).isFalse();
        assertThat(template("/{x}/{y}").ties(template("/{y}"))).isFalse();
    }

    private static PathTemplate template(String text) {
        return PathTemplate.of(text, Map.of());
    }

    private static PathTemplate template(String text, String pattern) {
        return PathTemplate.of(text, Map.of("id", Pattern.compile(pattern)));
    }

    private static EndpointConfig endpoint(PathTemplate path, SourceConfig source, SourceConfig fallback) {
        return Templates.endpoint(path, source, fallback);
    }
}
