package dev.freshet.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A map of known keys. Immutable.
 *
 * @param title where it stands, such as {@code endpoints[].source}; empty for the document itself
 * @param meaning what it says, in a sentence
 * @param keys every key there is
 * @param build from the values of the keys to what they say together
 */
record Section<T>(String title, String meaning, List<Key<?>> keys, Build<T> build) implements Shape<T> {
    private static final int MOST_SHOWN = 5;

    /** From the values of a section to what they say together. Implementations are immutable. */
    @FunctionalInterface
    interface Build<T> {
        /** Null: something it needs could not be read. Reports what does not fit together. */
        @Nullable T from(Values values);
    }

    @Override
    public String type() {
        return "[section](#" + ConfigurationDocs.anchor(title) + ")";
    }

    @Override
    public String bounds() {
        return "";
    }

    @Override
    public String expected() {
        String first = keys.stream().limit(MOST_SHOWN).map(Key::name).collect(Collectors.joining(", "));
        return "a map with " + first + (keys.size() > MOST_SHOWN ? ", ..." : "");
    }

    @Override
    public @Nullable T read(Node node, String key, Reading reading) {
        if (!(node instanceof MappingNode mapping)) {
            reading.refuse(node, key, expected());
            return null;
        }
        return build.from(Values.read(mapping, keys, key, reading));
    }
}
