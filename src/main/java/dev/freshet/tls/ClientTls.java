package dev.freshet.tls;

import dev.freshet.config.Protocol;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS of a client that asks as browsers do, by BoringSSL: SNI, ALPN, TLS 1.3 or 1.2, and unless told otherwise a
 * certificate that a trusted authority issued for the very host (RFC 9525). Thread-safe: the contexts are.
 */
public final class ClientTls implements AutoCloseable {
    private final ReferenceCountedOpenSslContext http1;
    private final ReferenceCountedOpenSslContext http2;

    private ClientTls(ReferenceCountedOpenSslContext http1, ReferenceCountedOpenSslContext http2) {
        this.http1 = http1;
        this.http2 = http2;
    }

    /** Accepts whatever certificate comes: whoever answers is taken for the server. */
    public static ClientTls trustingAnyone() throws TlsProblemException {
        BoringSsl.require();
        return of(SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null));
    }

    /** Trusts the authorities in a PEM file and no others; {@code place} names the file in messages, such as an option. */
    public static ClientTls trusting(String place, Path authorities) throws TlsProblemException {
        BoringSsl.require();
        return of(verifying(CertificateChain.readAuthorities(place, authorities)));
    }

    /** Trusts the authorities that the Java runtime trusts. */
    public static ClientTls trustingTheSystem() throws TlsProblemException {
        BoringSsl.require();
        return of(verifying(systemAuthorities()));
    }

    /** Trusts those that the Java runtime trusts, and those in a PEM file. */
    public static ClientTls trustingTheSystemAnd(String place, Path authorities) throws TlsProblemException {
        BoringSsl.require();
        List<X509Certificate> all = new ArrayList<>(systemAuthorities());
        all.addAll(CertificateChain.readAuthorities(place, authorities));
        return of(verifying(all));
    }

    private static SslContextBuilder verifying(List<X509Certificate> authorities) {
        return SslContextBuilder.forClient()
                .trustManager(authorities.toArray(X509Certificate[]::new))
                .endpointIdentificationAlgorithm("HTTPS");
    }

    private static List<X509Certificate> systemAuthorities() throws TlsProblemException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new TlsProblemException(
                    "tls: the Java runtime names no authorities: " + HandshakeReason.rootMessage(e), e);
        }
    }

    private static ClientTls of(SslContextBuilder builder) throws TlsProblemException {
        builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2)
                .option(OpenSslContextOption.USE_TASKS, false);
        ReferenceCountedOpenSslContext http1 = offering(builder, Protocol.HTTP_1_1);
        try {
            return new ClientTls(http1, offering(builder, Protocol.HTTP_2, Protocol.HTTP_1_1));
        } catch (TlsProblemException e) {
            http1.release();
            throw e;
        }
    }

    private static ReferenceCountedOpenSslContext offering(SslContextBuilder builder, Protocol... protocols)
            throws TlsProblemException {
        List<String> names = new AlpnOffer(List.of(protocols)).alpnNames();
        try {
            return (ReferenceCountedOpenSslContext) builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            names))
                    .build();
        } catch (SSLException e) {
            throw new TlsProblemException("tls: " + HandshakeReason.rootMessage(e), e);
        }
    }

    /**
     * Adds TLS at the end of the pipeline of a channel that is not connected yet; the handshake begins when it is.
     * After it only the encryption stays in the pipeline.
     *
     * @param protocol what is preferred; HTTP/1.1 is offered beside HTTP/2, so that the listener hears what the server
     *     would rather speak
     * @param server the host as in the URL, without brackets, and the port; not resolved
     * @param timeout from now to the end of the handshake
     */
    public void install(
            ChannelPipeline pipeline,
            Protocol protocol,
            InetSocketAddress server,
            Duration timeout,
            HandshakeListener listener) {
        ReferenceCountedOpenSslContext context = switch (protocol) {
            case HTTP_1_1 -> http1;
            case HTTP_2 -> http2;
        };
        pipeline.addLast(
                "tls", context.newHandler(pipeline.channel().alloc(), server.getHostString(), server.getPort()));
        pipeline.addLast("handshake", new HandshakeHandler(listener, timeout.toMillis(), CertificateReason::of));
    }

    /** Lets go of the contexts; established connections go on. To be called once. */
    @Override
    public void close() {
        http1.release();
        http2.release();
    }
}
