package dev.freshet.config;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** From what the parser says to one sentence for who wrote the file. Thread-safe: stateless. */
final class YamlSyntax {
    private static final String OTHERWISE = "not YAML (expected: keys with their values, such as key: value)";

    /** The first whose words all occur in what the parser says holds. */
    private static final List<Sentence> SENTENCES = List.of(
            at("a tab (expected: spaces)", "(TAB)"),
            at("@ at the beginning of a value (expected: the value in quotes)", "character '@'"),
            at("` at the beginning of a value (expected: the value in quotes)", "character '`'"),
            at("% at the beginning of a value (expected: the value in quotes)", "character '%'"),
            from("* at the beginning of a value (expected: the value in quotes, such as \"*\")", "scanning an alias"),
            from("& at the beginning of a value (expected: the value in quotes)", "scanning an anchor"),
            from("! at the beginning of a value (expected: the value in quotes)", "scanning a tag"),
            from("a text without its closing quote (expected: a quote at its end)", "quoted scalar", "end of stream"),
            at("an unknown escape (expected: \\\\ for a backslash in double quotes)", "quoted scalar", "escape"),
            from("a list that is not closed (expected: , or ] after each value)", "parsing a flow sequence"),
            from("a map that is not closed (expected: , or } after each value)", "parsing a flow mapping"),
            at("a value that does not end with its text (expected: the whole value in quotes)", "found '<scalar>'"),
            at("a list item beside a key (expected: the - indented under the key it belongs to)", "found '-'"),
            at("a bracket that was not opened (expected: quotes around a value with brackets)", "found ']'"),
            at("a brace that was not opened (expected: quotes around a value with braces)", "found '}'"),
            at(
                    "a list item without an indentation of its own (expected: it in line with its list)",
                    "block sequence start"),
            at(
                    "indented otherwise than the lines around (expected: the same indentation for keys of one map)",
                    "<block end>"),
            at(
                    "indented otherwise than the lines around (expected: the same indentation for keys of one map)",
                    "<document start>"),
            at(
                    "a : where none can be (expected: one key: value on each line; quotes around a value with a colon)",
                    "mapping values"),
            at("a - within a line (expected: list items on lines of their own)", "sequence entries"),
            at("a ? within a line (expected: the value in quotes)", "mapping keys"),
            at("a colon within a list (expected: quotes around a value with colons)", "flow node", "found ':'"),
            from("a line without a value (expected: key: value)", "simple key"),
            from("a block of text that is not indented (expected: its lines indented under the key)", "block scalar"));

    private record Sentence(String message, boolean fromStart, List<String> words) {
        boolean holds(String said) {
            return words.stream().allMatch(said::contains);
        }
    }

    private YamlSyntax() {}

    /** Adds the one problem that {@code thrown} tells of; {@code body} was parsed up to {@code last} at least. */
    static void report(RuntimeException thrown, String body, Place last, Problems problems) {
        switch (thrown) {
            case MarkedYamlEngineException e -> marked(e, problems);
            case ReaderException e ->
                problems.add(
                        Place.after(body.substring(0, body.offsetByCodePoints(0, e.getPosition()))),
                        "a control character (expected: text)");
            default -> problems.add(last, OTHERWISE);
        }
    }

    private static void marked(MarkedYamlEngineException thrown, Problems problems) {
        String said = thrown.getContext() + " " + thrown.getProblem();
        Sentence sentence =
                SENTENCES.stream().filter(each -> each.holds(said)).findFirst().orElseGet(() -> at(OTHERWISE));
        boolean fromStart = sentence.fromStart && thrown.getContextMark().isPresent();
        problems.add(Place.of(fromStart ? thrown.getContextMark() : thrown.getProblemMark(), ""), sentence.message);
    }

    /** Told where the parser stopped. */
    private static Sentence at(String message, String... words) {
        return new Sentence(message, false, List.of(words));
    }

    /** Told where that began which the parser could not finish. */
    private static Sentence from(String message, String... words) {
        return new Sentence(message, true, List.of(words));
    }
}
