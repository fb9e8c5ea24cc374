package dev.freshet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What one reading of one file shares: where it is, what it names, what has been found wrong. The names are known
 * before any section is read, so that a reference is checked where it stands. Confined to one reading.
 *
 * @param file the configuration
 * @param upstreams the names under {@code upstreams}, sound or not
 * @param redis the names under {@code redis}, sound or not
 * @param claims what may be taken only once
 * @param texts of the source that is being read, so far
 * @param problems what has been found wrong
 */
record Reading(
        Path file, Set<String> upstreams, Set<String> redis, Claims claims, List<SourceText> texts, Problems problems) {

    /** The reading of {@code root}, which stands in {@code file}. */
    static Reading of(Path file, Node root, Problems problems) {
        return new Reading(
                file, names(root, "upstreams"), names(root, "redis"), new Claims(), new ArrayList<>(), problems);
    }

    /** For values that stand in no file: the defaults. */
    static Reading ofDefaults() {
        Path nowhere = Path.of("");
        return new Reading(nowhere, Set.of(), Set.of(), new Claims(), new ArrayList<>(), new Problems(nowhere));
    }

    /** A path written in the file: absolute, or relative to the folder of the file. */
    Path resolve(String path) {
        return file.resolveSibling(path);
    }

    /** Reports {@code node}, which stands under {@code key}. */
    void refuse(Node node, String key, String expected) {
        problems.add(Place.of(node, key), Shown.of(node) + " (expected: " + expected + ")");
    }

    private static Set<String> names(Node root, String key) {
        Set<String> names = new LinkedHashSet<>();
        if (root instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(entry -> isKey(entry.getKeyNode(), key))
                    .map(entry -> entry.getValueNode())
                    .forEach(node -> addKeys(node, names));
        }
        return names;
    }

    private static boolean isKey(Node node, String key) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(key);
    }

    private static void addKeys(Node node, Set<String> names) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> {
                if (entry.getKeyNode() instanceof ScalarNode name) {
                    names.add(name.getValue());
                }
            });
        }
    }
}
