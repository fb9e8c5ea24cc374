package dev.freshet.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** What a configuration does without: anchors, aliases, tags, endless depth or length. Confined to one reading. */
final class YamlRules {
    /** Far deeper than any key; what is deeper is no configuration. */
    private static final int DEEPEST = 32;

    /** Keys, values, lists and maps together: several times what the most endpoints need. */
    private static final int MOST_NODES = 500_000;

    private final Problems problems;
    private int depth;
    private int documents;
    private int nodes;

    YamlRules(Problems problems) {
        this.problems = problems;
    }

    /** Whether to go on; what is refused is reported. */
    boolean accept(Event event) {
        if (event instanceof NodeEvent && ++nodes > MOST_NODES) {
            refuse(event, "too much", "at most " + MOST_NODES + " keys and values");
            return false;
        }
        return switch (event) {
            case DocumentStartEvent start -> document(start);
            case AliasEvent alias ->
                refuse(alias, "*" + alias.getAlias(), "the value itself; aliases are not used here");
            case CollectionStartEvent start -> collection(start);
            case CollectionEndEvent _ -> {
                depth--;
                yield true;
            }
            case ScalarEvent scalar -> plain(scalar, scalar.getTag());
            default -> true;
        };
    }

    private boolean document(DocumentStartEvent start) {
        documents++;
        if (documents > 1) {
            refuse(start, "a second document", "one document");
            return false;
        }
        return true;
    }

    private boolean collection(CollectionStartEvent start) {
        depth++;
        if (depth > DEEPEST) {
            refuse(start, "too deep", "at most " + DEEPEST + " lists and maps inside each other");
            return false;
        }
        return plain(start, start.getTag());
    }

    private boolean plain(NodeEvent event, Optional<String> tag) {
        event.getAnchor()
                .ifPresent(anchor -> refuse(event, "&" + anchor, "the value alone; anchors are not used here"));
        tag.ifPresent(_ -> refuse(event, "a tag", "the value alone; tags are not used here"));
        return true;
    }

    private boolean refuse(Event event, String value, String expected) {
        problems.add(Place.of(event.getStartMark(), ""), Shown.text(value) + " (expected: " + expected + ")");
        return true;
    }
}
