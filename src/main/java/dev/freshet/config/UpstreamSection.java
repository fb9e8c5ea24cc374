package dev.freshet.config;

import dev.freshet.config.NamedSections.ByName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code upstreams.*} and what is in it. Thread-safe: stateless. */
final class UpstreamSection {
    private static final Key<Duration> CONNECT =
            Key.withDefault("connect", DurationScalar.between("10ms", "1m"), "1s", "For TCP and TLS together.");
    private static final Key<Duration> RESPONSE = Key.withDefault(
            "response",
            DurationScalar.between("10ms", "1h"),
            "10s",
            "From the request sent to the head of the response, and between two parts of its body.");
    private static final Key<Duration> IDLE = Key.withDefault(
            "idle", DurationScalar.between("1s", "1h"), "60s", "How long an unused connection is kept.");
    private static final Section<UpstreamConfig.Timeouts> TIMEOUTS_SECTION = new Section<>(
            "upstreams.*.timeouts",
            "Bounds on waiting for a server.",
            List.of(CONNECT, RESPONSE, IDLE),
            in -> new UpstreamConfig.Timeouts(in.get(CONNECT), in.get(RESPONSE), in.get(IDLE)));

    private static final Key<Path> CA =
            Key.required("ca", FileScalar.existing(), "The certificates to trust, PEM, instead of the system's.");
    private static final Section<Path> TLS_SECTION = new Section<>(
            "upstreams.*.tls",
            "How the servers are trusted; only with `https` servers.",
            List.of(CA),
            in -> in.find(CA));

    private static final Key<List<URI>> SERVERS = Key.required(
            "servers",
            new ListOf<>("servers", UriScalar.server(), 1, 64),
            "Its servers, each as `http://host:port` or `https://host:port`; several are balanced.");
    private static final Key<Integer> CONNECTIONS = Key.withDefault(
            "connections",
            NumberScalar.between(1, 10_000),
            "10000",
            "The most connections that the pass has to each server, shared out over the event loops, one at least to each; as many as there may be clients, unless the server is to be spared. Refreshing has as many of its own, so that clients cannot take them.");
    private static final Key<Integer> IDLE_CONNECTIONS = Key.withDefault(
            "idle-connections",
            NumberScalar.between(1, 10_000),
            "256",
            "So many of them are kept for the next requests while they have nothing to do, shared out over the event loops, one at least to each.");
    private static final Key<Integer> FETCHES = Key.withDefault(
            "fetches",
            NumberScalar.between(1, 10_000),
            "64",
            "The most fetches for endpoints that are under way there at once; more wait for their turn.");
    private static final Key<Integer> TUNNELS = Key.withDefault(
            "tunnels",
            NumberScalar.between(1, 1_000_000),
            "1024",
            "The most tunnels (`Upgrade`, such as WebSockets) to all its servers, shared out over the event loops; more are answered with 503. They are not among `connections`.");
    private static final Key<UpstreamConfig.Timeouts> TIMEOUTS =
            Key.section("timeouts", TIMEOUTS_SECTION, "Bounds on waiting for a server.");
    private static final Key<Path> TLS =
            Key.optional("tls", TLS_SECTION, "what the system trusts", "How the servers are trusted.");

    static final Section<ByName<UpstreamConfig>> SECTION = new Section<>(
            "upstreams.*",
            "A named group of HTTP servers.",
            Stream.concat(
                            Stream.of(SERVERS, CONNECTIONS, IDLE_CONNECTIONS, FETCHES, TUNNELS, TIMEOUTS, TLS),
                            ResilienceKeys.ALL.stream())
                    .toList(),
            UpstreamSection::upstream);

    private UpstreamSection() {}

    private static @Nullable ByName<UpstreamConfig> upstream(Values in) {
        List<URI> servers = in.find(SERVERS);
        if (servers == null) {
            return null;
        }
        if (in.has(TLS) && servers.stream().noneMatch(server -> "https".equals(server.getScheme()))) {
            in.reading().problems().add(in.place(TLS), "without use (expected: with https servers only)");
        }
        return name -> new UpstreamConfig(
                name,
                servers,
                in.get(CONNECTIONS),
                in.get(IDLE_CONNECTIONS),
                in.get(TIMEOUTS),
                in.find(TLS),
                ResilienceKeys.read(in),
                in.get(FETCHES),
                in.get(TUNNELS));
    }

    /** When nothing is said of idle connections. */
    static int standardIdleConnections() {
        return Values.ofDefaults().get(IDLE_CONNECTIONS);
    }

    /** When nothing is said of tunnels. */
    static int standardTunnels() {
        return Values.ofDefaults().get(TUNNELS);
    }
}
