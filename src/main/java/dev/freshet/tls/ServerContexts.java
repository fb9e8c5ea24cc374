package dev.freshet.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One native context per certificate, and which of them answers to which server name. Reference-counted rather than
 * finalized contexts and engines, so that a closed connection gives its native memory back at once. Thread-safe: the
 * collections are never changed after construction, and the contexts lock for themselves.
 */
final class ServerContexts {
    /**
     * Forward secrecy and authenticated encryption only, the cheapest first for processors with AES instructions. The three
     * of TLS 1.3 only switch it on: among them BoringSSL follows the client.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    private final List<ReferenceCountedOpenSslContext> contexts = new ArrayList<>();
    private final Map<String, ReferenceCountedOpenSslContext> byName = new HashMap<>();

    private ServerContexts() {}

    /** Makes the contexts; {@code certificates}, at least one, begin with the default. To be released with {@link #release}. */
    static ServerContexts of(List<LoadedCertificate> certificates, AlpnOffer offer, OpenSslSessionTicketKey[] keys)
            throws TlsProblemException {
        ServerContexts made = new ServerContexts();
        for (LoadedCertificate each : certificates) {
            try {
                made.add(each, context(each, offer));
            } catch (SSLException | RuntimeException e) {
                made.release();
                throw new TlsProblemException(
                        each.place() + ": " + HandshakeReason.rootMessage(e)
                                + " (expected: a certificate and key that BoringSSL takes)",
                        e);
            }
        }
        made.ticketKeys(keys);
        return made;
    }

    /**
     * Encryption for a new connection; its engine keeps the context alive.
     *
     * @param serverName in lower case; null, or one that no certificate has: the default certificate
     * @throws io.netty.util.IllegalReferenceCountException when these contexts have been released
     */
    SslHandler newHandler(ByteBufAllocator allocator, @Nullable String serverName) {
        ReferenceCountedOpenSslContext context = chosen(serverName);
        context.retain();
        try {
            SslHandler handler = context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(0);
            return handler;
        } finally {
            context.release();
        }
    }

    /**
     * Seals new tickets with the first key; the others still open older ones.
     *
     * @throws io.netty.util.IllegalReferenceCountException when these contexts have been released
     */
    void ticketKeys(OpenSslSessionTicketKey[] keys) {
        for (ReferenceCountedOpenSslContext each : contexts) {
            each.retain();
            try {
                sessions(each).setTicketKeys(keys);
            } finally {
                each.release();
            }
        }
    }

    /** Lets go of the contexts; connections that have one keep it to their end. */
    void release() {
        contexts.forEach(ReferenceCountedOpenSslContext::release);
    }

    /** An exact name first, then a wildcard for its first label only (RFC 9525 section 6.3). */
    private ReferenceCountedOpenSslContext chosen(@Nullable String serverName) {
        ReferenceCountedOpenSslContext standard = contexts.getFirst();
        if (serverName == null || contexts.size() == 1) {
            return standard;
        }
        ReferenceCountedOpenSslContext exact = byName.get(serverName);
        if (exact != null) {
            return exact;
        }
        int dot = serverName.indexOf('.');
        return dot <= 0 ? standard : byName.getOrDefault("*" + serverName.substring(dot), standard);
    }

    private void add(LoadedCertificate certificate, ReferenceCountedOpenSslContext context) {
        contexts.add(context);
        certificate.names().forEach(name -> byName.putIfAbsent(name, context));
        sessions(context).setSessionCacheEnabled(false);
    }

    /**
     * The key is parsed once, here, and stays native: Netty puts one given so into its precomputing key manager. An empty
     * trust store, because the default one would parse the JDK's whole list of authorities into each context. No tasks:
     * the handshake runs on the event loop, where its connection lives.
     */
    private static ReferenceCountedOpenSslContext context(LoadedCertificate certificate, AlpnOffer offer)
            throws SSLException {
        return (ReferenceCountedOpenSslContext) SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .trustManager(new X509Certificate[0])
                .protocols(SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2)
                .ciphers(CIPHERS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        offer.alpnNames()))
                .option(OpenSslContextOption.USE_TASKS, false)
                .build();
    }

    private static OpenSslServerSessionContext sessions(ReferenceCountedOpenSslContext context) {
        return (OpenSslServerSessionContext) context.sessionContext();
    }
}
