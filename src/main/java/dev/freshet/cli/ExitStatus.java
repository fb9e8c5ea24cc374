package dev.freshet.cli;

/** What the program tells its caller in the end. Immutable. */
final class ExitStatus {
    static final int FINE = 0;
    static final int FAILED = 1;
    static final int WRONG_INPUT = 2;
    /** By Ctrl-C, as shells count it: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
