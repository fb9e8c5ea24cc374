package dev.freshet.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The variables in the texts of a template's source: {@code {id}} stands for a value, <code>{{</code> and <code>}}</code> for
 * one brace each, so that the hash tags of Redis Cluster can be written. Immutable: pure functions only.
 */
final class Placeholders {
    private Placeholders() {}

    /** The names in {@code text}; null: its braces are no such thing. */
    static @Nullable Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        String filled = walk(text, name -> {
            names.add(name);
            return "";
        });
        return filled == null ? null : names;
    }

    /** {@code text}, which is sound, with what {@code value} gives for each name. */
    static String fill(String text, UnaryOperator<String> value) {
        String filled = walk(text, value);
        if (filled == null) {
            throw new IllegalArgumentException(text + " (expected: variables in braces)");
        }
        return filled;
    }

    /** A target of a request, with {@code values} as they stand in the path; in its query, encoded as that needs. */
    static String fillTarget(String text, Map<String, String> values) {
        int query = text.indexOf('?');
        if (query < 0) {
            return fill(text, name -> values.getOrDefault(name, ""));
        }
        return fill(text.substring(0, query), name -> values.getOrDefault(name, ""))
                + fill(text.substring(query), name -> VariableValue.inQuery(values.getOrDefault(name, "")));
    }

    private static @Nullable String walk(String text, UnaryOperator<String> value) {
        StringBuilder filled = new StringBuilder(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            char each = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == each;
            if (each != '{' && each != '}') {
                filled.append(each);
                at++;
            } else if (doubled) {
                filled.append(each);
                at += 2;
            } else {
                int end = each == '{' ? text.indexOf('}', at) : -1;
                if (end < 0) {
                    return null;
                }
                String name = text.substring(at + 1, end);
                if (PathTemplate.names("{" + name + "}").size() != 1) {
                    return null;
                }
                filled.append(value.apply(name));
                at = end + 1;
            }
        }
        return filled.toString();
    }
}
