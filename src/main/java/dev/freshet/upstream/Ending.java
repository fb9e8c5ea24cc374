package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import org.jspecify.annotations.Nullable;

/** What is known of the end of a connection that is coming, or has come. Confined to the event loop of the connection. */
final class Ending {
    private final ServerPool server;
    private @Nullable Fault broken;
    private boolean closeNotified;

    Ending(ServerPool server) {
        this.server = server;
    }

    /** The connection breaks; what it broke of first is what counts. */
    void broke(Fault fault) {
        broken = broken == null ? fault : broken;
    }

    /** The server said by TLS that it sends nothing more. */
    void closeNotified() {
        closeNotified = true;
    }

    /** Whether what still comes means anything; after a failed write it does, after a defect or garbage it does not. */
    boolean isReadable() {
        return broken == null || broken.reason() == Fault.Reason.CLOSED;
    }

    /** Whether it may be taken for the end of a body (RFC 9112 section 9.8). */
    boolean isClean() {
        return broken == null && (!server.secure() || closeNotified);
    }

    /** What to say of an exchange that it cuts off. */
    Fault fault() {
        return broken != null
                ? broken
                : new Fault(Fault.Reason.CLOSED, server.label() + ": the server closed the connection");
    }
}
