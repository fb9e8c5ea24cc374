package dev.freshet.upstream;

import io.netty.channel.ChannelPipeline;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts TLS under the connections to {@code https} servers. Implementations are thread-safe. */
public interface UpstreamTls {
    /**
     * Installs TLS at the end of the pipeline, for a connection to {@code server}, whose host the certificate must name.
     * {@code whenDone} hears once, on the channel's event loop, that the handshake ended: null for success, else the cause
     * with a message of one line.
     */
    void install(ChannelPipeline pipeline, URI server, Consumer<@Nullable Throwable> whenDone);
}
