package dev.freshet.refresh.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Pointers (RFC 6901) as one tree, so that a single walk finds what all of them name, and skips what none leads to.
 * Immutable once built.
 */
final class Pointers {
    private static final int NOT_AN_INDEX = -1;

    private final Step root = new Step();
    private final int count;

    /** A place that pointers lead to or through. Written to while the tree is built, and never again. */
    static final class Step {
        private final Map<String, Step> members = new HashMap<>();
        private final Map<Integer, Step> elements = new HashMap<>();
        private int number = NOT_AN_INDEX;
        private int lastElement = NOT_AN_INDEX;

        /** Where it leads on by the name of a member; null: nowhere. */
        @Nullable Step member(@Nullable String name) {
            return members.get(name);
        }

        /** Where it leads on by the number of an element, from 0; null: nowhere. */
        @Nullable Step element(int index) {
            return index > lastElement ? null : elements.get(index);
        }

        /** Whether no pointer leads on. */
        boolean isLast() {
            return members.isEmpty();
        }

        /** Which of the pointers names it; negative: none. */
        int number() {
            return number;
        }
    }

    /** Of {@code pointers}, which are well-formed; their numbers are those in this list, the first of equal ones. */
    Pointers(List<String> pointers) {
        count = pointers.size();
        for (int i = 0; i < count; i++) {
            Step step = root;
            for (String token : pointers.get(i).substring(1).split("/", -1)) {
                step = next(step, token.replace("~1", "/").replace("~0", "~"));
            }
            step.number = step.number == NOT_AN_INDEX ? i : step.number;
        }
    }

    /** Where the walk begins. */
    Step root() {
        return root;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** A token names a member of an object, or an element where it is a number without leading zeros (section 4). */
    private static Step next(Step from, String token) {
        Step step = from.members.computeIfAbsent(token, _ -> new Step());
        int index = index(token);
        if (index != NOT_AN_INDEX) {
            from.elements.put(index, step);
            from.lastElement = Math.max(from.lastElement, index);
        }
        return step;
    }

    private static int index(String token) {
        boolean isIndex = !token.isEmpty()
                && token.length() <= 9
                && token.chars().allMatch(c -> c >= '0' && c <= '9')
                && (token.length() == 1 || token.charAt(0) != '0');
        return isIndex ? Integer.parseInt(token) : NOT_AN_INDEX;
    }
}
