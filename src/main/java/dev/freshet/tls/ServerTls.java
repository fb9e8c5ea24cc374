package dev.freshet.tls;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import dev.freshet.observe.Clock;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener: TLS 1.2 and 1.3 by BoringSSL, certificates chosen by SNI, the protocol by ALPN, stateless
 * resumption. Thread-safe: event loops read the current certificates through one volatile reference, which a reload
 * replaces; reloading and closing exclude each other by this object's monitor.
 */
public final class ServerTls implements AutoCloseable {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final TlsConfig config;
    private final AlpnOffer offer;
    private final Clock clock;
    private final TicketKeys tickets;
    private final long handshakeTimeoutMillis;
    private volatile @Nullable Certificates current;

    /** The one thing a reload replaces. Immutable. */
    private record Certificates(ServerContexts contexts, List<String> warnings) {}

    private ServerTls(TlsConfig config, List<Protocol> protocols, Clock clock, Duration handshakeTimeout)
            throws TlsProblemException {
        this.config = config;
        this.offer = new AlpnOffer(protocols);
        this.clock = clock;
        this.handshakeTimeoutMillis = handshakeTimeout.toMillis();
        BoringSsl.require();
        this.tickets = new TicketKeys(clock);
        this.current = read(config, offer, clock, tickets);
    }

    /**
     * Reads the certificates.
     *
     * @param protocols the ALPN offer in order of preference
     * @throws TlsProblemException with every problem found, one per line
     */
    public static ServerTls open(TlsConfig config, List<Protocol> protocols, Clock clock) throws TlsProblemException {
        return open(config, protocols, clock, HANDSHAKE_TIMEOUT);
    }

    static ServerTls open(TlsConfig config, List<Protocol> protocols, Clock clock, Duration handshakeTimeout)
            throws TlsProblemException {
        return new ServerTls(config, protocols, clock, handshakeTimeout);
    }

    /** Everything that is wrong with the certificates of a listener, found without opening it. */
    public static TlsFindings check(TlsConfig config, Clock clock) {
        String unavailable = BoringSsl.problem();
        if (unavailable != null) {
            return new TlsFindings(List.of(unavailable), List.of());
        }
        CertificateReader reader = new CertificateReader(clock);
        try {
            contexts(reader, config, new AlpnOffer(List.of(Protocol.HTTP_1_1)), new TicketKeys(clock))
                    .release();
            return reader.findings();
        } catch (TlsProblemException e) {
            List<String> problems = String.valueOf(e.getMessage()).lines().toList();
            return new TlsFindings(problems, reader.findings().warnings());
        }
    }

    /** What the operator should know of the certificates in use, one sentence each: expired, not yet valid. */
    public List<String> warnings() {
        Certificates now = current;
        return now == null ? List.of() : now.warnings();
    }

    /**
     * Adds TLS at the end of the pipeline of an accepted connection; to be called on its event loop. A handshake that is
     * not over in ten seconds fails. After it only the encryption stays in the pipeline.
     */
    public void install(ChannelPipeline pipeline, HandshakeListener listener) {
        pipeline.addLast("tls", new ClientHelloHandler(offer, this::newHandler));
        pipeline.addLast("handshake", new HandshakeHandler(listener, handshakeTimeoutMillis));
    }

    /**
     * Reads the files again; new connections get what they hold, established ones keep what they have, and session tickets
     * stay good.
     *
     * @throws TlsProblemException with every problem, one per line; the certificates in use stay
     */
    public synchronized void reload() throws TlsProblemException {
        Certificates old = current;
        if (old == null) {
            return;
        }
        Certificates fresh = read(config, offer, clock, tickets);
        current = fresh;
        fresh.contexts().ticketKeys(tickets.current());
        old.contexts().release();
    }

    /** Lets go of the certificates: later handshakes fail, established connections go on. Idempotent. */
    @Override
    public synchronized void close() {
        Certificates old = current;
        current = null;
        if (old != null) {
            old.contexts().release();
        }
    }

    private static Certificates read(TlsConfig config, AlpnOffer offer, Clock clock, TicketKeys tickets)
            throws TlsProblemException {
        CertificateReader reader = new CertificateReader(clock);
        ServerContexts contexts = contexts(reader, config, offer, tickets);
        return new Certificates(contexts, reader.findings().warnings());
    }

    private static ServerContexts contexts(
            CertificateReader reader, TlsConfig config, AlpnOffer offer, TicketKeys tickets)
            throws TlsProblemException {
        List<LoadedCertificate> certificates = reader.read(config);
        List<String> problems = reader.findings().problems();
        if (!problems.isEmpty()) {
            throw new TlsProblemException(String.join("\n", problems));
        }
        return ServerContexts.of(certificates, offer, tickets.current());
    }

    /** A reload may release the contexts between reading and using them; the next reading sees their successors. */
    private SslHandler newHandler(ByteBufAllocator allocator, @Nullable String serverName) {
        while (true) {
            Certificates now = current;
            if (now == null) {
                throw new IllegalStateException("the listener is closed");
            }
            try {
                if (tickets.rotateIfDue()) {
                    now.contexts().ticketKeys(tickets.current());
                }
                return now.contexts().newHandler(allocator, serverName);
            } catch (IllegalReferenceCountException e) {
                if (now.equals(current)) {
                    throw e;
                }
            }
        }
    }
}
