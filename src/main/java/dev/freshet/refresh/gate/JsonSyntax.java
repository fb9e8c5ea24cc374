package dev.freshet.refresh.gate;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Whether bytes are exactly one JSON text (RFC 8259) in UTF-8 without a byte order mark (its section 8.1). The parser is
 * given characters rather than bytes: from bytes it would guess among UTF-8, UTF-16 and UTF-32, swallow a mark, and let
 * overlong forms and encoded surrogates pass. Duplicate names and lone surrogates in escapes are well-formed, so they
 * pass (lone surrogates in names excepted, which the parser cannot hold). Tokens stream by; no tree is made.
 * Thread-safe: the factory is.
 */
final class JsonSyntax {
    private static final int MAX_DEPTH = 1000;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_MESSAGE_LENGTH = 160;
    /** What the parser says for programmers: where its limits are set, and a source it does not show. */
    private static final Pattern ASIDE = Pattern.compile(", from `[^`]*`| \\(start marker at .*$|\\p{Cntrl}");

    private final JsonFactory factory =
            JsonFactory.builder().streamReadConstraints(constraints()).build();

    /** How deep a text may be, and how long its numbers. */
    static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(Integer.MAX_VALUE) // the gate has bounded the whole
                .maxStringLength(Integer.MAX_VALUE)
                .build();
    }

    /** Looks at a text while it streams by. Implementations are confined to one text. */
    @FunctionalInterface
    interface Walk {
        /** Begins at the first token of the text and ends at its last; throws what the parser throws. */
        void walk(JsonParser parser);
    }

    /** The first defect with its line and column, both from 1 and counted in characters, or null where there is none. */
    @Nullable String defectIn(byte[] bytes) {
        return defectIn(bytes, JsonParser::skipChildren);
    }

    /** The same; {@code walk} sees the text up to the defect. */
    @Nullable String defectIn(byte[] bytes, Walk walk) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), new Utf8Reader(bytes))) {
            return defectFoundBy(parser, walk);
        } catch (JacksonIOException _) { // no I/O here: the decoder met what is not UTF-8
            return Utf8.firstDefect(bytes) + ": not UTF-8 (RFC 8259 section 8.1)";
        }
    }

    private static @Nullable String defectFoundBy(JsonParser parser, Walk walk) {
        try {
            if (parser.nextToken() == null) {
                return describe(parser.currentLocation(), "no JSON text at all");
            }
            walk.walk(parser);
            if (parser.nextToken() != null) {
                return describe(parser.currentTokenLocation(), "another JSON text behind the first");
            }
            return null;
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            return describe(location, e.getOriginalMessage());
        }
    }

    private static String describe(TokenStreamLocation location, String message) {
        String plain = ASIDE.matcher(message).replaceAll("");
        String shown = plain.length() <= MAX_MESSAGE_LENGTH ? plain : plain.substring(0, MAX_MESSAGE_LENGTH) + "...";
        return "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + shown;
    }
}
