package dev.freshet.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A section, or a list of such sections. Immutable.
 *
 * @param one the section
 * @param many the list
 */
record OneOrMore<T>(Section<T> one, ListOf<T> many) implements Shape<List<T>> {

    @Override
    public String type() {
        return one.type() + " or " + many.type();
    }

    @Override
    public String bounds() {
        return many.bounds();
    }

    @Override
    public String expected() {
        return one.expected() + ", or " + many.expected();
    }

    @Override
    public @Nullable List<T> read(Node node, String key, Reading reading) {
        if (node instanceof SequenceNode) {
            return many.read(node, key, reading);
        }
        if (!(node instanceof MappingNode)) {
            reading.refuse(node, key, expected());
            return null;
        }
        T element = one.read(node, key, reading);
        return element == null ? null : List.of(element);
    }
}
