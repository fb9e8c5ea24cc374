package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadSchemaTest {
    private static final String RESULTS = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "required": ["updated", "results"],
              "properties": {
                "updated": { "type": "string" },
                "results": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/result" } }
              },
              "unevaluatedProperties": false,
              "$defs": {
                "result": {
                  "type": "object",
                  "required": ["party", "votes"],
                  "properties": { "party": { "type": "string", "pattern": "^[A-Z]+$" }, "votes": { "minimum": 0 } },
                  "dependentRequired": { "seats": ["share"] }
                }
              }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aValidPayloadHasNoDefect() throws Exception {
        assertThat(load(RESULTS).defectIn(utf8("""
                {"updated":"now","results":[{"party":"A","votes":1},{"party":"B","votes":0,"seats":1,"share":2}]}"""))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"updated\":\"now\"} | the document: ",
                "{\"updated\":1,\"results\":[{\"party\":\"A\",\"votes\":1}]} | /updated: ",
                "{\"updated\":\"now\",\"results\":[]} | /results: ",
                "{\"updated\":\"now\",\"results\":[{\"party\":\"A\",\"votes\":1},{\"party\":\"b\",\"votes\":1}]} | /results/1/party: ",
                "{\"updated\":\"now\",\"results\":[{\"party\":\"A\",\"votes\":-1}]} | /results/0/votes: ",
                "{\"updated\":\"now\",\"results\":[{\"party\":\"A\",\"votes\":1,\"seats\":1}]} | /results/0: ",
                "[] | the document: "
            })
    void aDefectHasItsPointer(String json, String place) throws Exception {
        assertThat(load(RESULTS).defectIn(utf8(json)))
                .startsWith(place.strip() + " ")
                .doesNotContain("\n");
    }

    @Test
    void aMemberThatNobodyKnowsIsADefectWhereTheSchemaSaysSo() throws Exception {
        assertThat(load(RESULTS)
                        .defectIn(utf8("{\"updated\":\"now\",\"results\":[{\"party\":\"A\",\"votes\":1}],\"x\":1}")))
                .isNotNull();
    }

    @Test
    void oneSchemaChecksManyPayloadsAtATime() throws Exception {
        PayloadSchema schema = load("{\"type\":\"integer\"}");

        List<Boolean> valid = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> schema.defectIn(utf8(i % 2 == 0 ? "1" : "\"1\"")) == null)
                .toList();

        for (int i = 0; i < valid.size(); i++) {
            assertThat(valid.get(i)).isEqualTo(i % 2 == 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\": } | line 1, column 10: ",
                "{\"type\":\"strin\"} | /type: ",
                "{\"properties\":{\"votes\":{\"minimum\":\"0\"}}} | /properties/votes/minimum: ",
                "{\"required\":\"votes\"} | /required: ",
                "7 | the document: ",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"} | /$schema: ",
                "{\"$ref\":\"#/$defs/none\"} | ",
                "{\"$ref\":\"https://example.org/other.json\"} | ",
                "{\"pattern\":\"[\"} | "
            })
    void aSchemaThatCannotBeUsedIsToldWithItsPlace(String schema, String place) {
        assertThatThrownBy(() -> load(schema))
                .isInstanceOf(SchemaProblemException.class)
                .hasMessageStartingWith("endpoints[3].gate.schema: " + folder.resolve("a.schema.json") + ": "
                        + (place == null ? "" : place.strip()))
                .hasMessageNotContaining("\n");
    }

    @Test
    void aSchemaThatIsNotThereIsTold() {
        assertThatThrownBy(() -> PayloadSchema.load("endpoints[3].gate.schema", folder.resolve("none")))
                .hasMessage("endpoints[3].gate.schema: " + folder.resolve("none")
                        + ": unreadable (expected: a file this user may read)");
    }

    private PayloadSchema load(String schema) throws Exception {
        Path file = Files.writeString(folder.resolve("a.schema.json"), schema);
        return PayloadSchema.load("endpoints[3].gate.schema", file);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
