package dev.freshet.cli;

/** A command cannot go on; the message is one sentence for the user. Immutable. */
final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CommandFailed(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** One of {@link ExitStatus}. */
    int exitStatus() {
        return exitStatus;
    }
}
