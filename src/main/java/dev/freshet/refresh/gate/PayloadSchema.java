package dev.freshet.refresh.gate;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema (2020-12) that payloads are held against. It stands in one file: what it refers to outside of that is not
 * fetched. Thread-safe: the validator's schema is, once its parts are made, and so is the mapper.
 */
public final class PayloadSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final long MOST_BYTES = 16 << 20;
    private static final int MOST_SHOWN = 200;

    private final Schema schema;
    private final JsonMapper mapper;

    private PayloadSchema(Schema schema, JsonMapper mapper) {
        this.schema = schema;
        this.mapper = mapper;
    }

    /**
     * Reads and checks {@code file}, which the configuration names at {@code place}.
     *
     * @param place such as {@code endpoints[0].gate.schema}
     * @throws SchemaProblemException where it is no JSON, no schema of the dialect, or refers to what is not there
     */
    public static PayloadSchema load(String place, Path file) throws SchemaProblemException {
        String where = place + ": " + file + ": ";
        byte[] bytes = read(where, file);
        String defect = new JsonSyntax().defectIn(bytes);
        if (defect != null) {
            throw new SchemaProblemException(where + defect + " (expected: JSON)");
        }
        JsonMapper mapper = mapper();
        SchemaRegistry registry = registry();
        try {
            JsonNode node = mapper.readTree(bytes);
            checkDialect(where, node);
            List<Error> errors = registry.getSchema(SchemaLocation.of(DIALECT)).validate(node);
            if (!errors.isEmpty()) {
                throw new SchemaProblemException(
                        where + shown(errors.getFirst()) + " (expected: a JSON Schema of 2020-12)");
            }
            Schema schema = registry.getSchema(node);
            schema.initializeValidators();
            return new PayloadSchema(schema, mapper);
        } catch (SchemaException | JacksonException | IllegalArgumentException e) {
            throw new SchemaProblemException(where + oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** The first defect of {@code payload}, which is well-formed JSON: a pointer and what is wrong there; null: none. */
    @Nullable String defectIn(byte[] payload) {
        List<Error> errors = schema.validate(mapper.readTree(payload));
        return errors.isEmpty() ? null : shown(errors.getFirst());
    }

    private static byte[] read(String where, Path file) throws SchemaProblemException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new SchemaProblemException(where + "too large (expected: at most 16MiB)");
            }
            return Files.readAllBytes(file);
        } catch (IOException _) {
            throw new SchemaProblemException(where + "unreadable (expected: a file this user may read)");
        }
    }

    private static void checkDialect(String where, JsonNode node) throws SchemaProblemException {
        JsonNode dialect = node.get("$schema");
        boolean other =
                dialect != null && !dialect.asString("").replaceAll("#$", "").equals(DIALECT);
        if (other) {
            throw new SchemaProblemException(
                    where + "/$schema: " + oneLine(dialect.toString()) + " (expected: " + DIALECT + ", or none)");
        }
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .failFast(true)
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_POINTER)
                .preloadSchema(true)
                .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
    }

    /** Bounded as {@link JsonSyntax} is, which has seen the text before. */
    private static JsonMapper mapper() {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(JsonSyntax.constraints())
                        .build())
                .build();
    }

    private static String shown(Error error) {
        String place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "the document" : oneLine(place)) + ": " + oneLine(error.getMessage());
    }

    private static String oneLine(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "...";
    }
}
