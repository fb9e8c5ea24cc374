package dev.freshet.config;

import java.nio.file.Path;

/**
 * Something wrong in a configuration, with its place. Immutable.
 *
 * @param file the configuration
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the file as a whole is meant
 * @param key the place in the document, such as {@code endpoints[2].refresh}; empty for the document itself
 * @param message the value and the rule, such as {@code 50ms (expected: 100ms..24h)}
 */
public record Problem(Path file, int line, int column, String key, String message) {

    /** One line: {@code file:line:column: key: message}. */
    @Override
    public String toString() {
        String place = line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
        return place + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
