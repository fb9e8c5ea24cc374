package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import dev.freshet.config.Protocol;
import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.ServerTls;
import dev.freshet.upstream.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * An origin that does with the request for {@code /7} what a test wants done with its case 7, the server before it, and many
 * clients of one protocol. Confined to one test; the origin plays its script on threads of its own.
 */
final class FaultySite implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(30);

    final TestServer server;
    private final RawServer origin;
    private final Upstream upstream;
    private final ServerTls tls;
    private final Audience audience;
    private final ConcurrentMap<Integer, Integer> asked = new ConcurrentHashMap<>();
    private volatile Script script = (_, _) -> false;
    private volatile String greeting = "";

    /** What the origin does with a request. */
    @FunctionalInterface
    interface Script {
        /** Answers the request of case {@code number}, whose head has been read; false: the connection is closed. */
        boolean answer(int number, RawServer.Peer peer) throws IOException, InterruptedException;
    }

    private FaultySite(Protocol protocol, Path directory, int connections, Duration responseTimeout) throws Exception {
        origin = RawServer.start(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), this::serve);
        HurriedLoops loops = TestServer.newLoops();
        var timeouts = new UpstreamConfig.Timeouts(LONG, responseTimeout, LONG);
        URI address = URI.create("http://127.0.0.1:" + origin.port());
        upstream = PassingServer.upstream(
                new UpstreamConfig("api", List.of(address), connections, timeouts, null), loops, new Metrics());
        tls = protocol == Protocol.HTTP_2 ? PassingServer.tls(directory) : null;
        LimitsConfig limits = new LimitsConfig(5000, 8192, LONG, LONG, 100);
        server = new TestServer(loops, upstream, limits, tls);
        server.publish(server.live, "{}");
        audience = Audience.of(protocol, server.address());
    }

    /** A site whose upstream is waited for. */
    static FaultySite of(Protocol protocol, Path directory) throws Exception {
        return new FaultySite(protocol, directory, 32, LONG);
    }

    /** A site whose upstream must answer soon. */
    static FaultySite impatient(Protocol protocol, Path directory) throws Exception {
        return new FaultySite(protocol, directory, 2000, Duration.ofSeconds(1));
    }

    /** Asks everything at once, of an origin that does this. */
    List<Told> ask(Script doing, List<Question> questions) throws Exception {
        script = doing;
        asked.clear();
        return audience.ask(questions);
    }

    /** From now on the origin says this to every new connection before it has read anything. */
    void greetWith(String words) {
        greeting = words;
    }

    /** How many requests of case {@code number} have reached the origin in the last round. */
    int asked(int number) {
        return asked.getOrDefault(number, 0);
    }

    /** What the origin's scripts did wrong themselves. */
    List<Throwable> defects() {
        return origin.defects();
    }

    @Override
    public void close() throws IOException {
        origin.close();
        server.close();
        if (tls != null) {
            tls.close();
        }
    }

    private void serve(RawServer.Peer peer) throws IOException, InterruptedException {
        peer.send(greeting);
        for (String head = peer.readHead(); head != null; head = peer.readHead()) {
            if (head.startsWith("POST ")) {
                peer.read(2);
            }
            int number = Integer.parseInt(head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP/")));
            asked.merge(number, 1, Integer::sum);
            if (!script.answer(number, peer)) {
                return;
            }
        }
    }
}
