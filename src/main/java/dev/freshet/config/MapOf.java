package dev.freshet.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A map of texts, any of them, to values of one shape. Immutable.
 *
 * @param keys what the texts are, such as {@code fields}
 * @param value the shape of each value
 * @param most the bound
 */
record MapOf<T>(String keys, Shape<T> value, int most) implements Shape<Map<String, T>> {

    @Override
    public String type() {
        return "map of " + keys + " to " + value.type();
    }

    @Override
    public String bounds() {
        return "1.." + most + " " + keys;
    }

    @Override
    public String expected() {
        return "a map of " + keys + ", at least one";
    }

    @Override
    public @Nullable Map<String, T> read(Node node, String key, Reading reading) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
            reading.refuse(node, key, expected());
            return null;
        }
        Map<String, NodeTuple> entries = Entries.of(mapping, key, reading);
        if (entries.size() > most) {
            reading.problems()
                    .add(Place.of(node, key), entries.size() + " " + keys + " (expected: at most " + most + ")");
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            T read = value.read(entry.getValueNode(), Entries.path(key, name), reading);
            if (read != null) {
                values.put(name, read);
            }
        });
        return values.size() == entries.size() ? values : null;
    }
}
