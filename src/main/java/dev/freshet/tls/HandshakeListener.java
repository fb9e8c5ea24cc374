package dev.freshet.tls;

import dev.freshet.config.Protocol;
import io.netty.channel.Channel;

/**
 * Hears how the handshake of a connection ended: at most one call for each, on the channel's event loop.
 * Implementations are thread-safe where one serves several event loops.
 */
public interface HandshakeListener {
    /**
     * The handshake succeeded: of TLS only the encryption itself is left in the pipeline, and handlers for {@code protocol}
     * added at its end before this returns see every byte the peer sent.
     *
     * @param protocol what ALPN negotiated; HTTP/1.1 for a peer without ALPN
     * @param resumed whether a session ticket spared the full handshake
     */
    void ready(Channel channel, Protocol protocol, boolean resumed);

    /**
     * The handshake failed and the connection is being closed. A connection that its client closes before it has sent a
     * whole ClientHello is not reported: that is what probes of a port look like.
     *
     * @param reason one line, such as {@code the client does not trust the certificate: unknown ca}
     */
    void failed(Channel channel, String reason);
}
