package dev.freshet.demo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads documents back. Immutable: it has no state. */
final class Json {
    private Json() {}

    /** Every {@code name=value} in document order; fails when the bytes are no JSON. */
    static List<String> leaves(byte[] document) {
        List<String> leaves = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    leaves.add(parser.currentName() + "=" + parser.getString());
                }
            }
        }
        return leaves;
    }

    /** The first number of that name. */
    static long number(byte[] document, String name) {
        return leaves(document).stream()
                .filter(leaf -> leaf.startsWith(name + "="))
                .map(leaf -> leaf.substring(name.length() + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
