package dev.freshet.app;

/** A server could not be started; the message is one line, or one for each problem. Immutable. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    /** {@code exitStatus}: 1 where the machine stands in the way (a port in use), 2 where the input is wrong. */
    public StartException(String message, int exitStatus) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** What the process should end with. */
    public int exitStatus() {
        return exitStatus;
    }
}
