package dev.freshet.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value without parts. Immutable.
 *
 * @param type the kind of value, such as {@code duration}
 * @param expected the form, such as {@code a duration such as 500ms, 1s or 5m}
 * @param bounds such as {@code 100ms..24h}; empty: none
 * @param kind how it is written and shown
 * @param rule from the text to the value
 */
record Scalar<T>(String type, String expected, String bounds, Kind kind, Rule<T> rule) implements Shape<T> {
    /** What YAML readers at large do not take for text. */
    private static final Pattern NO_TEXT = Pattern.compile("true|false|null|~|[-+.0-9eE_xo]*[0-9][-+.0-9eE_]*");

    /** How a value is written and shown. */
    enum Kind {
        /** Plain or in quotes. */
        TEXT,
        /** Without quotes: a number, true or false. */
        PLAIN,
        /** Text, or a number without quotes. */
        EITHER,
        /** Text that no message shows. */
        SECRET
    }

    /** From a text to a value. Implementations are immutable. */
    @FunctionalInterface
    interface Rule<T> {
        Parsed<T> parse(String text, Reading reading);
    }

    /** A text whose rule needs nothing but itself. */
    static <T> Scalar<T> text(String type, String expected, String bounds, Rule<T> rule) {
        return new Scalar<>(type, expected, bounds, Kind.TEXT, rule);
    }

    /** The value of a default, which must be sound. */
    T standard(String text) {
        return switch (rule.parse(text, Reading.ofDefaults())) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Refused<T>(String rejected) -> throw new IllegalArgumentException(text + ": " + rejected);
        };
    }

    @Override
    public @Nullable T read(Node node, String key, Reading reading) {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            reading.refuse(node, key, expected);
            return null;
        }
        return switch (rule.parse(scalar.getValue(), reading)) {
            case Parsed.Refused<T>(String rejected) -> refuse(scalar, key, rejected, reading);
            case Parsed.Value<T> _ when isMistaken(scalar) -> refuse(scalar, key, quoting(), reading);
            case Parsed.Value<T>(T value) -> value;
        };
    }

    private boolean isMistaken(ScalarNode scalar) {
        return switch (kind) {
            case PLAIN -> !scalar.isPlain();
            case EITHER -> false;
            case TEXT, SECRET ->
                scalar.isPlain() && NO_TEXT.matcher(scalar.getValue()).matches();
        };
    }

    private String quoting() {
        return kind == Kind.PLAIN ? expected + " without quotes" : "text; put it in quotes";
    }

    private @Nullable T refuse(ScalarNode scalar, String key, String rejected, Reading reading) {
        if (kind == Kind.SECRET) {
            reading.problems()
                    .add(Place.of(scalar, key), "a value that is not shown here (expected: " + rejected + ")");
        } else {
            reading.refuse(scalar, key, rejected);
        }
        return null;
    }
}
