package dev.freshet.config;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** How a value is shown: short, on one line, without the user and password of a URI. Thread-safe: stateless. */
final class Shown {
    private static final int MOST_CHARACTERS = 80;
    private static final Pattern CREDENTIALS = Pattern.compile("://.*@", Pattern.DOTALL);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Shown() {}

    static String of(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
            case ScalarNode scalar when scalar.isPlain() -> text(scalar.getValue());
            case ScalarNode scalar -> '"' + text(scalar.getValue()) + '"';
            case SequenceNode _ -> "a list";
            default -> "a map";
        };
    }

    static String text(String value) {
        String safe = UNPRINTABLE
                .matcher(CREDENTIALS.matcher(value).replaceAll("://***@"))
                .replaceAll("?");
        int length = safe.codePointCount(0, safe.length());
        return length <= MOST_CHARACTERS
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, MOST_CHARACTERS)) + "...";
    }
}
