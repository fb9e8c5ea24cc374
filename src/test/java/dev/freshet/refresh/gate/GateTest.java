package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.gate.GateVerdict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {
    private static final GateConfig CONFIG = new GateConfig(100);

    private final Gate gate = new Gate(CONFIG, "text/plain", null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=iso-8859-1",
                "application/json ;a=\"b;c\"",
                "application/geo+json",
                "application/vnd.api+JSON; v=1",
                "application/problem+json"
            })
    void aPayloadOfAJsonTypeMustBeJson(String mediaType) {
        assertThat(check("{\"a\":1}", mediaType)).isEqualTo(new GateVerdict.Accepted(null));
        assertThat(reasonOf(check("{\"a\":1", mediaType))).isEqualTo(Reason.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/html; charset=utf-8",
                "image/png",
                "application/x-ndjson",
                "application/json-seq",
                "application/jsonp",
                "application/xml; a=+json",
                "text/event-stream"
            })
    void aPayloadOfAnotherTypeMayBeAnything(String mediaType) {
        assertThat(check("{\"a\":1", mediaType)).isEqualTo(new GateVerdict.Accepted(null));
    }

    @Test
    void aPayloadAtTheLimitPasses() {
        assertThat(check("1".repeat(100), "application/json")).isEqualTo(new GateVerdict.Accepted(null));
    }

    @Test
    void aPayloadAboveTheLimitIsTooLarge() {
        assertThat(check("1".repeat(101), "text/plain"))
                .isEqualTo(new GateVerdict.Refused(Reason.TOO_LARGE, "101 bytes (expected: at most 100)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json\r\nSet-Cookie: a=b",
                "text/plain\n",
                "text/plain\r",
                "text/plain\0",
                "text/\tplain",
                "text/plain\u007f",
                "text/pl\u00e4in",
                "text/plain; a=\u20ac",
                "",
                " "
            })
    void aMediaTypeThatCannotStandInAHeaderIsRefused(String mediaType) {
        assertThat(reasonOf(check("1", mediaType))).isEqualTo(Reason.MEDIA_TYPE);
    }

    @Test
    void theDetailOfARefusalDoesNotRepeatTheMediaType() {
        assertThat(check("1", "text/plain\r\nX: 1"))
                .isInstanceOfSatisfying(
                        GateVerdict.Refused.class,
                        refused -> assertThat(refused.detail())
                                .doesNotContain("\n")
                                .doesNotContain("X: 1"));
    }

    @Test
    void reasonsAreLabelsOfMetrics() {
        assertThat(Reason.values())
                .extracting(Reason::label)
                .containsExactly(
                        "too-large", "too-small", "media-type", "json", "required", "older", "shrunk", "schema");
    }

    @Test
    void oneGateChecksManyPayloadsAtATime() {
        List<GateVerdict> verdicts = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> check(i % 2 == 0 ? "{\"name" + i + "\":[" + i + "]}" : "{\"a\":" + i, "text/json"))
                .toList();

        for (int i = 0; i < verdicts.size(); i++) {
            assertThat(verdicts.get(i) instanceof GateVerdict.Accepted).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void anotherTypeThanJsonIsRefusedWhereTheEndpointIsJson() {
        var page = payload("<html>sorry</html>", "text/html");

        assertThat(new Gate(CONFIG, "application/json", null).check(page, null))
                .isInstanceOfSatisfying(GateVerdict.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(GateVerdict.Reason.MEDIA_TYPE);
                    assertThat(refused.detail()).startsWith("text/html (expected: JSON");
                });
        assertThat(gate.check(page, null)).isInstanceOf(GateVerdict.Accepted.class);
    }

    private GateVerdict check(String text, String mediaType) {
        return gate.check(payload(text, mediaType), null);
    }

    private static Payload payload(String text, String mediaType) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), mediaType);
    }

    private static Reason reasonOf(GateVerdict verdict) {
        assertThat(verdict).isInstanceOf(GateVerdict.Refused.class);
        return ((GateVerdict.Refused) verdict).reason();
    }
}
