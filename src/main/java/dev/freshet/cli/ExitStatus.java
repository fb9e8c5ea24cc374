package dev.freshet.cli;

/** What the program tells its caller in the end. Immutable. */
final class ExitStatus {
    static final int FINE = 0;
    static final int FAILED = 1;
    static final int WRONG_INPUT = 2;

    private ExitStatus() {}
}
