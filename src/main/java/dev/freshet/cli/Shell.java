package dev.freshet.cli;

/** Text as a POSIX shell takes it for one word. Immutable: it has no state. */
final class Shell {
    private Shell() {}

    /** As it is where that will do, else in single quotes. */
    static String word(String text) {
        return text.matches("[\\w./:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
