package dev.freshet.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * From text to a tree of nodes with their places. The events are looked over before the tree is composed: a tree is
 * composed recursively, and aliases can make a small text a huge tree, so depth is bounded and aliases are refused.
 * Thread-safe: stateless.
 */
final class YamlDocument {
    /** The parser takes time with the square of a line. */
    private static final int LONGEST_LINE = 1 << 16;

    private YamlDocument() {}

    /** The root of the only document in {@code text}; null: it has {@code problems}. */
    static @Nullable Node compose(String text, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (hasLongLine(body, problems)) {
            return null;
        }
        Place last = Place.FILE;
        try {
            YamlRules rules = new YamlRules(problems);
            for (Event event : new Parse(settings()).parseString(body)) {
                if (!rules.accept(event)) {
                    return null;
                }
                last = Place.of(event.getEndMark(), "");
            }
            return problems.none() ? root(body, problems) : null;
        } catch (RuntimeException e) { // the parser lets exceptions of any kind through, such as for a wrong \U escape
            YamlSyntax.report(e, body, last, problems);
            return null;
        }
    }

    private static boolean hasLongLine(String body, Problems problems) {
        int start = 0;
        for (int i = 0; i < body.length(); i++) {
            if (body.charAt(i) == '\n') {
                start = i + 1;
            } else if (i - start == LONGEST_LINE) {
                problems.add(Place.after(body.substring(0, i)), "a long line (expected: at most 65536 characters)");
                return true;
            }
        }
        return false;
    }

    private static @Nullable Node root(String body, Problems problems) {
        Node root = new Compose(settings()).composeString(body).orElse(null);
        if (root == null) {
            problems.add(Place.FILE, "empty (expected: at least listeners, and endpoints or pass)");
        }
        return root;
    }

    /** Every scalar stays text, as written: its place in the configuration says what it is. */
    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(ConfigurationFile.MOST_BYTES)
                .build();
    }
}
