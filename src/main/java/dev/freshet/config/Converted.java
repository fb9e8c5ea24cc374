package dev.freshet.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A value of one shape, made into something else. Immutable.
 *
 * @param written as it stands in the file
 * @param to from there to what it says
 */
record Converted<A, T>(Shape<A> written, Function<A, T> to) implements Shape<T> {

    @Override
    public String type() {
        return written.type();
    }

    @Override
    public String bounds() {
        return written.bounds();
    }

    @Override
    public String expected() {
        return written.expected();
    }

    @Override
    public @Nullable T read(Node node, String key, Reading reading) {
        A value = written.read(node, key, reading);
        return value == null ? null : to.apply(value);
    }
}
