package dev.freshet.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A list of values of one shape. Immutable.
 *
 * @param plural what the elements are, such as {@code servers}
 * @param element the shape of each; no scalar may stand there twice
 * @param fewest 0 or 1
 * @param most the bound
 */
record ListOf<T>(String plural, Shape<T> element, int fewest, int most) implements Shape<List<T>> {

    @Override
    public String type() {
        return "list of " + element.type();
    }

    @Override
    public String bounds() {
        String count = fewest + ".." + most;
        return element.bounds().isEmpty() ? count : count + ", each " + element.bounds();
    }

    @Override
    public String expected() {
        return fewest == 0 ? "a list of " + plural : "a list of " + plural + ", at least one";
    }

    @Override
    public @Nullable List<T> read(Node node, String key, Reading reading) {
        if (!(node instanceof SequenceNode sequence)) {
            reading.refuse(node, key, expected());
            return null;
        }
        int size = sequence.getValue().size();
        if (size < fewest || size > most) {
            String problem = size < fewest
                    ? "an empty list (expected: " + expected() + ")"
                    : size + " " + plural + " (expected: at most " + most + ")";
            reading.problems().add(Place.of(node, key), problem);
            return null;
        }
        List<T> elements = elements(sequence.getValue(), key, reading);
        return elements.size() == size ? elements : null;
    }

    private List<T> elements(List<Node> nodes, String key, Reading reading) {
        List<T> elements = new ArrayList<>(nodes.size());
        Map<T, Integer> lines = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            String place = key + "[" + i + "]";
            T value = element.read(nodes.get(i), place, reading);
            if (value == null) {
                continue;
            }
            elements.add(value);
            Integer first =
                    lines.putIfAbsent(value, Place.of(nodes.get(i), place).line());
            if (first != null && element instanceof Scalar) {
                reading.refuse(nodes.get(i), place, "once; the first is on line " + first);
            }
        }
        return elements;
    }
}
