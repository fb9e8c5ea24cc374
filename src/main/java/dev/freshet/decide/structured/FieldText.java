package dev.freshet.decide.structured;

/** A field's value and how far it has been read. Confined to one parse. */
final class FieldText {
    /** What {@link #peek} gives at the end: no character of a field. */
    static final char END = '\uffff';

    private final String value;
    private int at;

    FieldText(String value) {
        this.value = value;
    }

    boolean ended() {
        return at == value.length();
    }

    char peek() {
        return ended() ? END : value.charAt(at);
    }

    char next() {
        char next = peek();
        at = ended() ? at : at + 1;
        return next;
    }

    /** Takes {@code expected} if it comes next. */
    boolean takes(char expected) {
        if (peek() != expected || ended()) {
            return false;
        }
        at++;
        return true;
    }

    void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Optional whitespace (RFC 9110 section 5.6.3). */
    void skipOptionalWhitespace() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    int position() {
        return at;
    }

    String since(int from) {
        return value.substring(from, at);
    }

    int remaining() {
        return value.length() - at;
    }

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    static boolean isLower(char character) {
        return character >= 'a' && character <= 'z';
    }

    static boolean isLetter(char character) {
        return isLower(character) || (character >= 'A' && character <= 'Z');
    }
}
