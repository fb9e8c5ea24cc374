package dev.freshet.decide.structured;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a Dictionary (RFC 9651 section 4.2.2). It is strict, as the RFC demands: one wrong character makes the whole field
 * invalid, and nothing of it may be used. Immutable: pure functions only.
 */
public final class DictionaryParser {
    private static final BareItem TRUE = new BareItem.Flag(true);

    private DictionaryParser() {}

    /**
     * The members by key, in the order of their first mention, the last value of a repeated key; empty for an empty field.
     * Null: the field is invalid.
     *
     * @param field the lines joined by a comma and a space
     */
    public static @Nullable Map<String, Member> parse(String field) {
        FieldText text = new FieldText(field);
        text.skipSpaces();
        Map<String, Member> members = new LinkedHashMap<>();
        while (!text.ended()) {
            String key = key(text);
            Member member = key == null ? null : member(text);
            if (key == null || member == null) {
                return null;
            }
            members.put(key, member);
            text.skipOptionalWhitespace();
            if (text.ended()) {
                break;
            }
            if (!text.takes(',')) {
                return null;
            }
            text.skipOptionalWhitespace();
            if (text.ended()) {
                return null;
            }
        }
        return Collections.unmodifiableMap(members);
    }

    /** Section 4.2.3.3; null: no key. */
    private static @Nullable String key(FieldText text) {
        char first = text.peek();
        if (!FieldText.isLower(first) && first != '*') {
            return null;
        }
        int from = text.position();
        while (isKeyCharacter(text.peek())) {
            text.next();
        }
        return text.since(from);
    }

    private static boolean isKeyCharacter(char character) {
        return FieldText.isLower(character) || FieldText.isDigit(character) || "_-.*".indexOf(character) >= 0;
    }

    /** A key without a value is true, and may have parameters. */
    private static @Nullable Member member(FieldText text) {
        if (text.takes('=')) {
            return text.peek() == '(' ? innerList(text) : item(text);
        }
        Map<String, BareItem> parameters = parameters(text);
        return parameters == null ? null : new Member.Item(TRUE, parameters);
    }

    /** Section 4.2.1.2. */
    private static @Nullable Member innerList(FieldText text) {
        text.next();
        List<Member.Item> items = new ArrayList<>();
        while (true) {
            text.skipSpaces();
            if (text.takes(')')) {
                Map<String, BareItem> parameters = parameters(text);
                return parameters == null ? null : new Member.InnerList(items, parameters);
            }
            Member.Item item = item(text);
            if (item == null || (text.peek() != ' ' && text.peek() != ')')) {
                return null;
            }
            items.add(item);
        }
    }

    /** Section 4.2.3. */
    private static Member.@Nullable Item item(FieldText text) {
        BareItem value = BareItemParser.parse(text);
        Map<String, BareItem> parameters = value == null ? null : parameters(text);
        return value == null || parameters == null ? null : new Member.Item(value, parameters);
    }

    /** Section 4.2.3.2. */
    private static @Nullable Map<String, BareItem> parameters(FieldText text) {
        Map<String, BareItem> parameters = new LinkedHashMap<>();
        while (text.takes(';')) {
            text.skipSpaces();
            String key = key(text);
            BareItem value = key == null || !text.takes('=') ? TRUE : BareItemParser.parse(text);
            if (key == null || value == null) {
                return null;
            }
            parameters.put(key, value);
        }
        return Collections.unmodifiableMap(parameters);
    }
}
