package dev.freshet.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A document to be: maps and lists whose leaves are reads of Redis or constants. A map is a read where it has the name of
 * one with a text behind it, {@code get: "a:key"}; a map with {@code const} alone is the constant behind that, whatever it
 * holds. Immutable.
 *
 * @param leaf the section of a read
 */
record ComposeShape(Section<RedisPart.Leaf> leaf) implements Shape<RedisPart> {
    private static final int MOST_READS = 1000;
    private static final String CONST = "const";
    private static final List<String> KINDS =
            ReadKeys.KINDS.stream().map(Key::name).toList();
    private static final List<String> KEYS =
            ReadKeys.ALL.stream().map(Key::name).toList();

    @Override
    public String type() {
        return "tree of " + leaf.type();
    }

    @Override
    public String bounds() {
        return "1.." + MOST_READS + " reads";
    }

    @Override
    public String expected() {
        return "a map or list with reads of Redis in it, such as { votes: { get: \"votes\" } }";
    }

    @Override
    public @Nullable RedisPart read(Node node, String key, Reading reading) {
        boolean soundBefore = reading.problems().none();
        RedisPart part = node instanceof ScalarNode ? null : part(node, key, reading);
        int reads = part == null ? 0 : reads(part);
        if (part == null
                ? node instanceof ScalarNode
                : reads == 0 && soundBefore && reading.problems().none()) {
            reading.refuse(node, key, expected());
        }
        if (reads > MOST_READS) {
            reading.problems().add(Place.of(node, key), reads + " reads (expected: at most " + MOST_READS + ")");
        }
        return reads == 0 ? null : part;
    }

    private @Nullable RedisPart part(Node node, String key, Reading reading) {
        return switch (node) {
            case MappingNode map -> part(map, key, reading);
            case SequenceNode list -> elements(list, key, reading);
            default -> constant(node, key, reading);
        };
    }

    private @Nullable RedisPart part(MappingNode map, String key, Reading reading) {
        Map<String, NodeTuple> entries = Entries.of(map, key, reading);
        NodeTuple constant = entries.get(CONST);
        if (constant != null && entries.size() == 1) {
            return constant(constant.getValueNode(), Entries.path(key, CONST), reading);
        }
        if (KINDS.stream().anyMatch(kind -> isText(entries.get(kind)))) {
            return leaf.read(map, key, reading);
        }
        String misspelt = misspelt(entries);
        if (misspelt != null) {
            String rule = "unknown read; did you mean \"" + Nearest.to(misspelt, KINDS)
                    + "\"? (a constant is written { const: ... })";
            NodeTuple entry = entries.get(misspelt);
            Node name = entry == null ? map : entry.getKeyNode();
            reading.problems().add(Place.of(name, Entries.path(key, misspelt)), rule);
            return null;
        }
        return fields(entries, key, reading);
    }

    /** The only key that is none of a read's and near the name of one; null: this is no read with a slip in it. */
    private static @Nullable String misspelt(Map<String, NodeTuple> entries) {
        List<String> others =
                entries.keySet().stream().filter(name -> !KEYS.contains(name)).toList();
        boolean one = others.size() == 1 && isText(entries.get(others.getFirst()));
        return one && Nearest.to(others.getFirst(), KINDS) != null ? others.getFirst() : null;
    }

    private static boolean isText(@Nullable NodeTuple entry) {
        return entry != null && entry.getValueNode() instanceof ScalarNode;
    }

    private @Nullable RedisPart fields(Map<String, NodeTuple> entries, String key, Reading reading) {
        Map<String, RedisPart> parts = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            RedisPart part = part(entry.getValueNode(), Entries.path(key, name), reading);
            if (part != null) {
                parts.put(name, part);
            }
        });
        return parts.size() == entries.size() ? new RedisPart.Fields(parts) : null;
    }

    private @Nullable RedisPart elements(SequenceNode list, String key, Reading reading) {
        List<RedisPart> parts = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            RedisPart part = part(list.getValue().get(i), key + "[" + i + "]", reading);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == list.getValue().size() ? new RedisPart.Elements(parts) : null;
    }

    private static @Nullable RedisPart constant(Node node, String key, Reading reading) {
        String json = new AnyValue().read(node, key, reading);
        return json == null ? null : new RedisPart.Constant(json);
    }

    private static int reads(RedisPart part) {
        return switch (part) {
            case RedisPart.Leaf _ -> 1;
            case RedisPart.Constant _ -> 0;
            case RedisPart.Fields(var parts) ->
                parts.values().stream().mapToInt(ComposeShape::reads).sum();
            case RedisPart.Elements(var parts) ->
                parts.stream().mapToInt(ComposeShape::reads).sum();
        };
    }
}
