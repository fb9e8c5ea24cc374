package dev.freshet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** {@code cors}, of the document and of an endpoint. Thread-safe: stateless. */
final class CorsSection {
    private static final Key<List<String>> ORIGINS = Key.required(
            "origins",
            new WordOr<>(
                    Scalar.text(
                            "`\"*\"`",
                            "\"*\"",
                            "",
                            (text, _) ->
                                    text.equals("*") ? new Parsed.Value<>(List.of()) : new Parsed.Refused<>("\"*\"")),
                    new ListOf<>("origins", HostScalar.origin(), 1, 1000)),
            "Whose pages may read: `\"*\"` for any, or origins as browsers send them, such as `https://www.example.org`.");
    private static final Section<CorsChoice> SECTION =
            new Section<>("cors", "Cross-origin sharing (CORS).", List.of(ORIGINS), CorsSection::choice);

    /** A section, or {@code off}. */
    static final Shape<CorsChoice> CHOICE = new WordOr<>(WordScalar.of(off()), SECTION);

    private CorsSection() {}

    private static SequencedMap<String, CorsChoice> off() {
        return new LinkedHashMap<>(Map.of("off", new CorsChoice(null)));
    }

    private static @Nullable CorsChoice choice(Values in) {
        List<String> origins = in.find(ORIGINS);
        return origins == null ? null : new CorsChoice(new CorsConfig(origins));
    }
}
