package dev.freshet.tls;

import dev.freshet.upstream.HalfClose;
import dev.freshet.upstream.UpstreamTls;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards {@code https} upstreams, by BoringSSL: SNI, and a certificate that a trusted authority issued for the very
 * host or IP address of the server's URI (RFC 9525). Thread-safe: the context is.
 */
public final class UpstreamTlsContext implements UpstreamTls, AutoCloseable {
    private static final int HTTPS_PORT = 443;

    private final ReferenceCountedOpenSslContext context;

    private UpstreamTlsContext(ReferenceCountedOpenSslContext context) {
        this.context = context;
    }

    /**
     * Trusts the authorities in a PEM file, or the system's.
     *
     * @param place where the configuration names {@code ca}, such as {@code upstreams.api.ca}
     * @param ca null: the authorities that the Java runtime trusts
     */
    public static UpstreamTlsContext open(String place, @Nullable Path ca) throws TlsProblemException {
        BoringSsl.require();
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2)
                .endpointIdentificationAlgorithm("HTTPS")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1))
                .option(OpenSslContextOption.USE_TASKS, false);
        if (ca != null) {
            builder.trustManager(CertificateChain.readAuthorities(place, ca));
        }
        try {
            return new UpstreamTlsContext((ReferenceCountedOpenSslContext) builder.build());
        } catch (SSLException e) {
            throw new TlsProblemException(
                    place + ": " + HandshakeReason.rootMessage(e) + " (expected: authorities that BoringSSL takes)", e);
        }
    }

    @Override
    public HalfClose install(ChannelPipeline pipeline, URI server, Progress progress) {
        int port = server.getPort() < 0 ? HTTPS_PORT : server.getPort();
        SslHandler encryption = context.newHandler(pipeline.channel().alloc(), host(server), port);
        pipeline.addLast("tls", encryption);
        pipeline.addLast("handshake", new UpstreamHandshakeHandler(server, progress));
        return TlsHalfClose.OF_TLS;
    }

    /** Lets go of the context; established connections go on. To be called once. */
    @Override
    public void close() {
        context.release();
    }

    /** Without the brackets that a URI puts around an IPv6 address. */
    private static String host(URI server) {
        String host = Objects.requireNonNull(server.getHost(), "host");
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
