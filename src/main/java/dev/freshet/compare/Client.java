package dev.freshet.compare;

import dev.freshet.observe.Clock;
import dev.freshet.tls.ClientTls;
import java.time.Duration;

/**
 * What all connections of a comparison are made with: event loops, TLS, and how long to wait for an answer. Thread-safe:
 * immutable; closed by whoever made it, which also closes the TLS it was given.
 */
public final class Client implements AutoCloseable {
    private final ClientLoops loops;
    private final ClientTls tls;
    private final Duration timeout;
    private final Clock clock;

    /**
     * Starts the event loops.
     *
     * @param threads event loops, at least 1
     * @param tls whom to trust
     * @param timeout of a connection's start, and of an answer
     */
    public Client(int threads, ClientTls tls, Duration timeout, Clock clock) {
        this.loops = new ClientLoops(threads);
        this.tls = tls;
        this.timeout = timeout;
        this.clock = clock;
    }

    ClientLoops loops() {
        return loops;
    }

    Dialer dialer() {
        return new Dialer(loops.channels(), tls, timeout);
    }

    Duration timeout() {
        return timeout;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        loops.close();
        tls.close();
    }
}
