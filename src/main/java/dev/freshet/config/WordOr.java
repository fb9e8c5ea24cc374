package dev.freshet.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A word that stands for a value, or the value written out. Immutable.
 *
 * @param word the scalar
 * @param other a list or a section
 */
record WordOr<T>(Scalar<T> word, Shape<T> other) implements Shape<T> {

    @Override
    public String type() {
        return word.type() + " or " + other.type();
    }

    @Override
    public String bounds() {
        return other.bounds().isEmpty() ? word.bounds() : other.bounds();
    }

    @Override
    public String expected() {
        return word.expected() + " or " + other.expected();
    }

    @Override
    public @Nullable T read(Node node, String key, Reading reading) {
        if (node instanceof ScalarNode scalar) {
            return switch (word.rule().parse(scalar.getValue(), reading)) {
                case Parsed.Value<T>(T value) -> value;
                case Parsed.Refused<T>(String rejected) -> {
                    reading.refuse(node, key, rejected.equals(word.expected()) ? expected() : rejected);
                    yield null;
                }
            };
        }
        return other.read(node, key, reading);
    }
}
