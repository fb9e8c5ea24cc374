package dev.freshet.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The entries of a map under their keys, each once. Thread-safe: stateless. */
final class Entries {
    private Entries() {}

    /** In the order of the file; a key that is no word, or stands there again, is reported and left out. */
    static Map<String, NodeTuple> of(MappingNode mapping, String key, Reading reading) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                reading.refuse(entry.getKeyNode(), key, "a word as the key");
            } else if (name.isPlain() && name.getValue().equals("<<")) {
                reading.refuse(name, key, "the keys themselves; merge keys are not used here");
            } else {
                NodeTuple first = entries.putIfAbsent(name.getValue(), entry);
                if (first != null) {
                    twice(name, first.getKeyNode(), path(key, name.getValue()), reading);
                }
            }
        }
        return entries;
    }

    /** The place of {@code name} within {@code section}. */
    static String path(String section, String name) {
        return section.isEmpty() ? Shown.text(name) : section + "." + Shown.text(name);
    }

    private static void twice(Node again, Node first, String key, Reading reading) {
        int line = Place.of(first, key).line();
        reading.problems().add(Place.of(again, key), "given again (expected: once; the first is on line " + line + ")");
    }
}
