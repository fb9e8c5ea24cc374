package dev.freshet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found so far in one file, of which the first hundred are kept. Confined to one reading. */
final class Problems {
    /** How many are told one by one; a file that is something else altogether would yield one for each of its lines. */
    static final int MOST = 100;

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final Path file;
    private final List<Problem> found = new ArrayList<>();
    private int untold;

    Problems(Path file) {
        this.file = file;
    }

    /** Adds what is wrong at {@code place}; {@code message} is the value and the rule. */
    void add(Place place, String message) {
        if (found.size() == MOST) {
            untold++;
            return;
        }
        found.add(new Problem(file, place.line(), place.column(), place.key(), message));
    }

    boolean none() {
        return found.isEmpty();
    }

    void throwIfAny() throws InvalidConfigurationException {
        if (!none()) {
            throw exception();
        }
    }

    /** Everything found, in the order of the file; at least one must have been. */
    InvalidConfigurationException exception() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        if (untold > 0) {
            sorted.add(new Problem(file, 0, 0, "", "and " + untold + " more problems"));
        }
        return new InvalidConfigurationException(sorted);
    }
}
