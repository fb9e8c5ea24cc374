package dev.freshet.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A map of names, chosen by who writes the file, to sections of one form. Immutable.
 *
 * @param section the form of each
 * @param most the bound
 */
record NamedSections<T>(Section<ByName<T>> section, int most) implements Shape<Map<String, T>> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** What a section says of something, before it has its name. Implementations are immutable. */
    @FunctionalInterface
    interface ByName<T> {
        T named(String name);
    }

    @Override
    public String type() {
        return "map of names to " + section.type();
    }

    @Override
    public String bounds() {
        return "at most " + most + "; a name: letters, digits, - and _, at most 64";
    }

    @Override
    public String expected() {
        return "a map of names to sections";
    }

    @Override
    public @Nullable Map<String, T> read(Node node, String key, Reading reading) {
        if (!(node instanceof MappingNode mapping)) {
            reading.refuse(node, key, expected());
            return null;
        }
        Map<String, NodeTuple> entries = Entries.of(mapping, key, reading);
        if (entries.size() > most) {
            reading.problems().add(Place.of(node, key), entries.size() + " names (expected: at most " + most + ")");
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (!NAME.matcher(name).matches()) {
                reading.refuse(entry.getKeyNode(), key, "a name of letters, digits, - and _, at most 64");
            }
            ByName<T> value = section.read(entry.getValueNode(), key + "." + Shown.text(name), reading);
            if (value != null) {
                values.put(name, value.named(name));
            }
        });
        return values.size() == entries.size() ? values : null;
    }
}
