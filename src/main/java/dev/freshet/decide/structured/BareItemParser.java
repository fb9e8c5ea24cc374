package dev.freshet.decide.structured;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Parses one bare item (RFC 9651 section 4.2.3.1); null where the text is none. Immutable: pure functions only. */
final class BareItemParser {
    private static final int LONGEST_INTEGER = 15;
    private static final int LONGEST_WHOLE_PART = 12;
    private static final int LONGEST_FRACTION = 3;
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~:/";

    private BareItemParser() {}

    static @Nullable BareItem parse(FieldText text) {
        char first = text.peek();
        if (first == '-' || FieldText.isDigit(first)) {
            return number(text);
        }
        return switch (first) {
            case '"' -> string(text);
            case ':' -> bytes(text);
            case '?' -> flag(text);
            case '@' -> moment(text);
            case '%' -> displayText(text);
            default -> first == '*' || FieldText.isLetter(first) ? token(text) : null;
        };
    }

    /** Section 4.2.4. */
    private static @Nullable BareItem number(FieldText text) {
        int from = text.position();
        text.takes('-');
        int whole = digits(text);
        if (whole == 0) {
            return null;
        }
        if (!text.takes('.')) {
            return whole > LONGEST_INTEGER ? null : new BareItem.Whole(Long.parseLong(text.since(from)));
        }
        int fraction = digits(text);
        boolean fits = whole <= LONGEST_WHOLE_PART && fraction >= 1 && fraction <= LONGEST_FRACTION;
        return fits ? new BareItem.Decimal(new BigDecimal(text.since(from))) : null;
    }

    private static int digits(FieldText text) {
        int count = 0;
        while (FieldText.isDigit(text.peek())) {
            text.next();
            count++;
        }
        return count;
    }

    /** Section 4.2.5. */
    private static @Nullable BareItem string(FieldText text) {
        text.next();
        StringBuilder value = new StringBuilder();
        while (!text.ended()) {
            char next = text.next();
            if (next == '"') {
                return new BareItem.Text(value.toString());
            }
            if (next == '\\') {
                next = text.next();
                if (next != '"' && next != '\\') {
                    return null;
                }
            } else if (next < ' ' || next > '~') {
                return null;
            }
            value.append(next);
        }
        return null;
    }

    /** Section 4.2.6. */
    private static BareItem token(FieldText text) {
        int from = text.position();
        while (isTokenCharacter(text.peek())) {
            text.next();
        }
        return new BareItem.Token(text.since(from));
    }

    private static boolean isTokenCharacter(char character) {
        return FieldText.isLetter(character)
                || FieldText.isDigit(character)
                || TOKEN_PUNCTUATION.indexOf(character) >= 0;
    }

    /** Section 4.2.7. */
    private static @Nullable BareItem bytes(FieldText text) {
        text.next();
        int from = text.position();
        while (text.peek() != ':') {
            if (text.ended()) {
                return null;
            }
            text.next();
        }
        String base64 = text.since(from);
        text.next();
        try {
            Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        return new BareItem.Bytes(base64);
    }

    /** Section 4.2.8. */
    private static @Nullable BareItem flag(FieldText text) {
        text.next();
        if (text.takes('1')) {
            return new BareItem.Flag(true);
        }
        return text.takes('0') ? new BareItem.Flag(false) : null;
    }

    /** Section 4.2.9. */
    private static @Nullable BareItem moment(FieldText text) {
        text.next();
        return number(text) instanceof BareItem.Whole(long seconds) ? new BareItem.Moment(seconds) : null;
    }

    /** Section 4.2.10. */
    private static @Nullable BareItem displayText(FieldText text) {
        text.next();
        if (!text.takes('"')) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.remaining());
        while (!text.ended()) {
            char next = text.next();
            if (next == '"') {
                return decoded(bytes.flip());
            }
            int octet = next == '%' ? octet(text) : next;
            if (octet < 0 || next < ' ' || next > '~') {
                return null;
            }
            bytes.put((byte) octet);
        }
        return null;
    }

    /** Two lower-case hexadecimal digits; negative where there are none. */
    private static int octet(FieldText text) {
        char high = text.next();
        char low = text.next();
        boolean hexadecimal = isLowerHex(high) && isLowerHex(low);
        return hexadecimal ? HexFormat.fromHexDigit(high) * 16 + HexFormat.fromHexDigit(low) : -1;
    }

    private static boolean isLowerHex(char character) {
        return FieldText.isDigit(character) || (character >= 'a' && character <= 'f');
    }

    private static @Nullable BareItem decoded(ByteBuffer utf8) {
        try {
            return new BareItem.DisplayText(
                    StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
