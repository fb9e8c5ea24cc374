package dev.freshet.refresh.gate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds on one walk over a JSON text what pointers name. Of members that stand twice, the last counts, as in most parsers.
 * Confined to one payload.
 */
final class PointerWalk implements JsonSyntax.Walk {
    private final Pointers pointers;
    private final int marked;
    private final boolean[] found;
    private @Nullable Mark mark;

    /** {@code marked}: the number of the pointer whose value is wanted as a mark; negative: none. */
    PointerWalk(Pointers pointers, int marked) {
        this.pointers = pointers;
        this.marked = marked;
        this.found = new boolean[pointers.count()];
    }

    @Override
    public void walk(JsonParser parser) {
        walk(parser, pointers.root());
    }

    /** Whether there is what the pointer of this number names. */
    boolean found(int number) {
        return found[number];
    }

    /** The mark; null: what is there is none. */
    @Nullable Mark mark() {
        return mark;
    }

    /** Recurses no deeper than the pointers go. */
    private void walk(JsonParser parser, Pointers.Step step) {
        if (step.number() >= 0) {
            found[step.number()] = true;
            if (step.number() == marked) {
                mark = markAt(parser);
            }
        }
        JsonToken token = parser.currentToken();
        if (step.isLast()) {
            parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Pointers.Step next = step.member(parser.currentName());
                parser.nextToken();
                follow(parser, next);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                follow(parser, step.element(i));
            }
        }
    }

    private void follow(JsonParser parser, Pointers.@Nullable Step step) {
        if (step == null) {
            parser.skipChildren();
        } else {
            walk(parser, step);
        }
    }

    private static @Nullable Mark markAt(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Mark.ofString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Mark.ofNumber(parser.getString());
            case null, default -> null;
        };
    }
}
