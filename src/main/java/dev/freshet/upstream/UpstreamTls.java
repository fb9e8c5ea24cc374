package dev.freshet.upstream;

import io.netty.channel.ChannelPipeline;
import java.net.URI;

/**
 * Puts TLS on connections to {@code https} servers. It stands here, and is implemented above, because only one package
 * may know about TLS. Implementations are thread-safe.
 */
public interface UpstreamTls {
    /**
     * Puts a TLS client at the front of the pipeline of a channel that is not connected yet. The client sends the server's
     * name (SNI, unless it is an address) and accepts only a trusted certificate made out to that name or address
     * (RFC 9110 section 4.3.4); it starts the handshake when the channel becomes active. The channel does not read by
     * itself (auto-read is off).
     *
     * @param server the server as configured, scheme {@code https}
     * @param progress told on the channel's event loop
     * @return how this side of the session is ended
     */
    HalfClose install(ChannelPipeline pipeline, URI server, Progress progress);

    /** Hears how a TLS session goes. Confined to the event loop of the channel. */
    interface Progress {
        /** The handshake is complete and the server is who it should be. */
        void established();

        /** The handshake failed, or ended early because the connection closed. */
        void failed(Throwable cause);

        /** The server said that it sends nothing more (close_notify, RFC 8446 section 6.1): nothing has been cut off. */
        void closeNotified();
    }
}
