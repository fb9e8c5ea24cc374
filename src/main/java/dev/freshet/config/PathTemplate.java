package dev.freshet.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A path with variables, such as {@code /matches/{id}.json}: segments between slashes, of which each has one variable at most.
 * A variable never reaches beyond its segment, so that a path is matched by comparing texts; patterns see values alone. Immutable.
 *
 * @param text as written
 * @param segments without their slashes
 */
public record PathTemplate(String text, List<Segment> segments) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]{0,31})}");

    /**
     * A part of the path between two slashes. Immutable.
     *
     * @param before the literal, or what stands before the variable
     * @param variable null: {@code before} is all of it
     * @param after what stands behind the variable
     */
    public record Segment(String before, @Nullable Variable variable, String after) {
        private int literals() {
            return variable == null ? Integer.MAX_VALUE : before.length() + after.length();
        }

        private boolean overlaps(Segment other) {
            if (variable == null && other.variable == null) {
                return before.equals(other.before);
            }
            if (variable == null || other.variable == null) {
                return true; // whether the pattern takes the literal is not asked: that is the more specific
            }
            return (before.startsWith(other.before) || other.before.startsWith(before))
                    && (after.endsWith(other.after) || other.after.endsWith(after));
        }
    }

    /**
     * What stands for a part of a segment. Immutable.
     *
     * @param pattern what its values match, as they stand in the path
     */
    public record Variable(String name, Pattern pattern) {}

    /** Copies the list. */
    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /** Whether {@code path} has variables, sound or not. */
    static boolean isTemplate(String path) {
        return path.indexOf('{') >= 0 || path.indexOf('}') >= 0;
    }

    /** What is wrong with the variables of {@code text}; null: nothing. */
    static @Nullable String fault(String text) {
        List<String> names = names(text);
        if (isTemplate(literal(text))) {
            return "variables such as {id}: a letter, then at most 31 letters, digits and _";
        }
        for (String segment : text.split("/", -1)) {
            if (names(segment).size() > 1) {
                return "one variable at most between two slashes";
            }
        }
        return names.stream().distinct().count() < names.size() ? "each variable once" : null;
    }

    /** {@code text} with a letter for each variable. */
    static String literal(String text) {
        return VARIABLE.matcher(text).replaceAll("x");
    }

    /** The variables of {@code text}, in their order. */
    static List<String> names(String text) {
        return VARIABLE.matcher(text).results().map(each -> each.group(1)).toList();
    }

    /** From a sound {@code text}; {@code patterns}: of each of its variables. */
    static PathTemplate of(String text, Map<String, Pattern> patterns) {
        List<Segment> segments = new ArrayList<>();
        for (String each : text.substring(1).split("/", -1)) {
            var variable = VARIABLE.matcher(each);
            if (variable.find()) {
                String name = variable.group(1);
                Pattern pattern = patterns.getOrDefault(name, VariableValue.STANDARD);
                String before = each.substring(0, variable.start());
                segments.add(new Segment(before, new Variable(name, pattern), each.substring(variable.end())));
            } else {
                segments.add(new Segment(each, null, ""));
            }
        }
        return new PathTemplate(text, segments);
    }

    /** What stands before the first variable: the beginning of every path it is for. */
    public String prefix() {
        return text.substring(0, text.indexOf('{'));
    }

    /** The values of the variables in {@code path}, as they stand there, by name; null: it is not for that path. */
    public @Nullable SequencedMap<String, String> match(String path) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (at >= path.length() || path.charAt(at) != '/') {
                return null;
            }
            int slash = path.indexOf('/', at + 1);
            int end = slash < 0 ? path.length() : slash;
            if (!match(segments.get(i), path, at + 1, end, values)) {
                return null;
            }
            at = end;
        }
        return at == path.length() ? values : null;
    }

    private static boolean match(Segment segment, String path, int from, int end, Map<String, String> values) {
        int least = segment.before().length() + segment.after().length();
        Variable variable = segment.variable();
        if (!path.startsWith(segment.before(), from) || end - from < least) {
            return false;
        }
        if (variable == null) {
            return end - from == least;
        }
        int behind = end - segment.after().length();
        if (!path.startsWith(segment.after(), behind)) {
            return false;
        }
        String value = path.substring(from + segment.before().length(), behind);
        values.put(variable.name(), value);
        return VariableValue.isSound(value, variable.pattern());
    }

    /**
     * Whether this one is asked before {@code other}, where both are for a path: more is literal, and the first segment that
     * differs in this decides. Negative: before; 0: neither.
     */
    public int compareSpecificity(PathTemplate other) {
        int common = Math.min(segments.size(), other.segments.size());
        return IntStream.range(0, common)
                .map(i -> Integer.compare(
                        other.segments.get(i).literals(), segments.get(i).literals()))
                .filter(each -> each != 0)
                .findFirst()
                .orElse(0);
    }

    /** Whether a path could be for both, and nothing says which of them is asked. */
    boolean ties(PathTemplate other) {
        return segments.size() == other.segments.size()
                && compareSpecificity(other) == 0
                && IntStream.range(0, segments.size())
                        .allMatch(i -> segments.get(i).overlaps(other.segments.get(i)));
    }
}
