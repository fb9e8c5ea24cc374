package dev.freshet.config;

import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Whatever YAML can say, as the JSON text that says the same: maps, lists, texts, and, without quotes, numbers,
 * {@code true}, {@code false} and {@code null}. Immutable: it has no state.
 */
record AnyValue() implements Shape<String> {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,3})?");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    /** What some readers of YAML take for a number or nothing, and others for text. */
    private static final Pattern AMBIGUOUS =
            Pattern.compile("~|[-+.]?[0-9][-+.0-9a-fA-F_xo]*|[-+]?\\.(?:inf|nan|[0-9]+)");

    @Override
    public String type() {
        return "any value";
    }

    @Override
    public String bounds() {
        return "";
    }

    @Override
    public String expected() {
        return "a value";
    }

    @Override
    public @Nullable String read(Node node, String key, Reading reading) {
        StringBuilder json = new StringBuilder();
        return append(node, key, reading, json) ? json.toString() : null;
    }

    /** A text as JSON writes it, in its quotes. */
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }

    private static boolean append(Node node, String key, Reading reading, StringBuilder json) {
        return switch (node) {
            case MappingNode map -> appendMap(map, key, reading, json);
            case SequenceNode list -> appendList(list, key, reading, json);
            case ScalarNode scalar -> appendScalar(scalar, key, reading, json);
            default -> throw new IllegalStateException("an alias that was let through");
        };
    }

    private static boolean appendMap(MappingNode map, String key, Reading reading, StringBuilder json) {
        boolean sound = true;
        json.append('{');
        Iterator<Map.Entry<String, NodeTuple>> entries =
                Entries.of(map, key, reading).entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, NodeTuple> entry = entries.next();
            json.append(quoted(entry.getKey())).append(':');
            sound &= append(entry.getValue().getValueNode(), Entries.path(key, entry.getKey()), reading, json);
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
        return sound;
    }

    private static boolean appendList(SequenceNode list, String key, Reading reading, StringBuilder json) {
        boolean sound = true;
        json.append('[');
        for (int i = 0; i < list.getValue().size(); i++) {
            json.append(i > 0 ? "," : "");
            sound &= append(list.getValue().get(i), key + "[" + i + "]", reading, json);
        }
        json.append(']');
        return sound;
    }

    private static boolean appendScalar(ScalarNode scalar, String key, Reading reading, StringBuilder json) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            json.append(quoted(text));
            return true;
        }
        if (NUMBER.matcher(text).matches() || WORD.matcher(text).matches()) {
            json.append(text);
            return true;
        }
        if (text.isEmpty() || AMBIGUOUS.matcher(text).matches()) {
            reading.refuse(scalar, key, "a number as JSON writes it, true, false, null, or a text in quotes");
            return false;
        }
        json.append(quoted(text));
        return true;
    }
}
