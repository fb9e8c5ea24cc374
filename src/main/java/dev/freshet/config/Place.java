package dev.freshet.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a configuration. Immutable.
 *
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1, in characters; 0 where the file as a whole is meant
 * @param key such as {@code endpoints[2].refresh}; empty for the document itself
 */
record Place(int line, int column, String key) {
    /** The file as a whole. */
    static final Place FILE = new Place(0, 0, "");

    /** The place of a node under {@code key}. */
    static Place of(Node node, String key) {
        return of(node.getStartMark(), key);
    }

    /** The place of a mark under {@code key}; the whole file without one. */
    static Place of(Optional<Mark> mark, String key) {
        return mark.map(found -> new Place(found.getLine() + 1, found.getColumn() + 1, key))
                .orElseGet(() -> new Place(0, 0, key));
    }

    /** The place right behind {@code text}, which begins the file. */
    static Place after(String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int lineStart = text.lastIndexOf('\n') + 1;
        return new Place(line, 1 + text.codePointCount(lineStart, text.length()), "");
    }

    /** Whether it is a line of the file, rather than the whole file or a default that nobody wrote. */
    boolean written() {
        return line > 0;
    }
}
