package dev.freshet.config;

import dev.freshet.config.RedisRead.Range;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Two whole numbers: the first and the last element of a range. Immutable: it has no state. */
record RangeShape() implements Shape<Range> {
    private static final Pattern INDEX = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    @Override
    public String type() {
        return "list of two numbers";
    }

    @Override
    public String bounds() {
        return "each -999999999..999999999";
    }

    @Override
    public String expected() {
        return "the first and the last element, such as [0, 99]; -1 is the last of all";
    }

    @Override
    public @Nullable Range read(Node node, String key, Reading reading) {
        if (node instanceof SequenceNode sequence) {
            List<Node> ends = sequence.getValue();
            if (ends.size() == 2 && isIndex(ends.getFirst()) && isIndex(ends.getLast())) {
                return new Range(index(ends.getFirst()), index(ends.getLast()));
            }
        }
        reading.refuse(node, key, expected());
        return null;
    }

    private static boolean isIndex(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && INDEX.matcher(scalar.getValue()).matches();
    }

    private static int index(Node node) {
        return Integer.parseInt(((ScalarNode) node).getValue());
    }
}
