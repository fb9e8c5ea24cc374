package dev.freshet.config;

import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/** Words out of a set: of fixed ones, or of names given elsewhere in the file. Thread-safe: stateless. */
final class WordScalar {
    private WordScalar() {}

    /** One of the keys of {@code words}. */
    static <T> Scalar<T> of(SequencedMap<String, T> words) {
        List<String> known = List.copyOf(words.sequencedKeySet());
        String expected = known.size() == 1 ? known.getFirst() : "one of " + String.join(", ", known);
        String type = "`" + String.join("`, `", known) + "`";
        return Scalar.text(type, expected, "", (text, _) -> {
            T value = words.get(text);
            return value == null ? new Parsed.Refused<>(expected) : new Parsed.Value<>(value);
        });
    }

    /** The name of an upstream. */
    static Scalar<String> upstream() {
        return name("upstreams", Reading::upstreams);
    }

    /** The name of a Redis. */
    static Scalar<String> redis() {
        return name("redis", Reading::redis);
    }

    private static Scalar<String> name(String section, Function<Reading, Set<String>> names) {
        String expected = "a name under " + section;
        return Scalar.text("name", expected, "a name under `" + section + "`", (text, reading) -> {
            Set<String> known = names.apply(reading);
            return known.contains(text) ? new Parsed.Value<>(text) : new Parsed.Refused<>(expected + hint(text, known));
        });
    }

    private static String hint(String text, Collection<String> known) {
        if (known.isEmpty()) {
            return "; there is none";
        }
        String near = Nearest.to(text, known);
        return near != null
                ? "; did you mean \"" + Shown.text(near) + "\"?"
                : ": " + Shown.text(String.join(", ", known));
    }
}
