package dev.freshet.source.redis;

import dev.freshet.config.RedisPart.As;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * How one value becomes a part of a JSON text. What is embedded as it is keeps its bytes, its order and its precision: no
 * tree is made of it. Immutable: it has no state.
 */
final class ValueEmbedding {
    private static final Pattern NUMBER =
            Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+");
    /** What a JSON text can begin with (RFC 8259, section 2). */
    private static final Pattern BEGINNING = Pattern.compile("[ \\t\\r\\n]*+[-\\[{\"0-9tfn]");
    /** Room for the maps and lists of the configuration around it: the gate counts those as well. */
    private static final int MAX_DEPTH = 950;

    private static final int MAX_NUMBER_LENGTH = 1000;

    private static final JsonFactory PARSERS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ValueEmbedding() {}

    /** Writes {@code value}. */
    static void write(byte[] value, As as, JsonGenerator out) throws UnfitValueException {
        if (as == As.BASE64) {
            out.writeBinary(value);
            return;
        }
        String text = text(value);
        switch (as) {
            case AUTO -> writeAuto(text, out);
            case STRING -> out.writeString(text);
            case JSON -> out.writeRawValue(checked(text, isJson(text), "a JSON text"));
            case NUMBER -> out.writeRawValue(checked(text, isNumber(text), "a number as JSON writes it"));
            case BASE64 -> throw new IllegalStateException();
        }
    }

    /** The characters of {@code value}, none of them replaced. */
    static String text(byte[] value) throws UnfitValueException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException _) {
            throw UnfitValueException.unfit("bytes that are not UTF-8", "UTF-8; as: base64 takes any value");
        }
    }

    private static void writeAuto(String text, JsonGenerator out) {
        if (isNumber(text) || isJson(text)) {
            out.writeRawValue(text);
        } else {
            out.writeString(text);
        }
    }

    private static String checked(String text, boolean fits, String expected) throws UnfitValueException {
        if (!fits) {
            throw UnfitValueException.unfit(text, expected);
        }
        return text;
    }

    private static boolean isNumber(String text) {
        return text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches();
    }

    private static boolean isJson(String text) {
        return BEGINNING.matcher(text).lookingAt() && isOneText(text);
    }

    private static boolean isOneText(String text) {
        try (JsonParser parser = PARSERS.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }
}
