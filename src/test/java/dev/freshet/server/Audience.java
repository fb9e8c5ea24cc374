package dev.freshet.server;

import dev.freshet.config.Protocol;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Many clients of one protocol, who ask all at once and believe nothing but bytes. After its answer each asks for
 * {@code /live.json} on the same connection, if that is still there, and fails the test unless it gets that and nothing else.
 * Thread-safe, as every kind of it is: it has no state.
 */
interface Audience {
    /** What came of each question, in their order. */
    List<Told> ask(List<Question> questions) throws Exception;

    static Audience of(Protocol protocol, InetSocketAddress address) {
        return switch (protocol) {
            case HTTP_1_1 -> new Http1Audience(address);
            case HTTP_2 -> new Http2Audience(address);
        };
    }
}
