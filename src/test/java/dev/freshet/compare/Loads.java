package dev.freshet.compare;

import dev.freshet.config.Protocol;
import dev.freshet.observe.SystemClock;
import dev.freshet.tls.ClientTls;
import dev.freshet.tls.TlsProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the tests of the load generator begin with. Immutable: it has no state. */
final class Loads {
    private Loads() {}

    /** HTTP/1.1, no warm-up, one round, each answer brings the next request. */
    static Load closed(int connections, Duration length) {
        return new Load(Protocol.HTTP_1_1, connections, 1, null, Duration.ZERO, length, 1, List.of());
    }

    /** The same at a constant rate. */
    static Load constant(int connections, int rate, Duration length) {
        return new Load(Protocol.HTTP_1_1, connections, 1, rate, Duration.ZERO, length, 1, List.of());
    }

    /** HTTP/2 on one connection. */
    static Load http2(int streams, Duration length) {
        return new Load(Protocol.HTTP_2, 1, streams, null, Duration.ZERO, length, 1, List.of());
    }

    /** One event loop that accepts any certificate. */
    static Client client(Duration timeout) throws TlsProblemException {
        return new Client(1, ClientTls.trustingAnyone(), timeout, new SystemClock());
    }

    static Target plain(Side side, int port) throws ComparisonProblemException {
        return Probe.resolved(side, URI.create("http://127.0.0.1:" + port + "/live.json"), Duration.ofSeconds(5));
    }
}
