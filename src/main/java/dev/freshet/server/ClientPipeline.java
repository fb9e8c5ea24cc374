package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.server.strict.StrictRequestDecoder;
import dev.freshet.tls.HandshakeListener;
import dev.freshet.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of an accepted connection, all of it: TLS, then one of two protocols, each of which turns requests into
 * {@link dev.freshet.decide.RequestView}s, asks the decider, and performs the verdict. Thread-safe: it has no state of its
 * own but what it is given.
 */
final class ClientPipeline extends ChannelInitializer<Channel> implements HandshakeListener {
    private final @Nullable ServerTls tls;
    private final Workers workers;
    private final Connections connections;
    private final Handshakes handshakes;

    /** {@code tls} null: a plain listener. */
    ClientPipeline(@Nullable ServerTls tls, Workers workers, Connections connections, Handshakes handshakes) {
        this.tls = tls;
        this.workers = workers;
        this.connections = connections;
        this.handshakes = handshakes;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!connections.admit(channel)) {
            channel.close();
        } else if (tls == null) {
            speak(channel, Protocol.HTTP_1_1);
        } else {
            tls.install(channel.pipeline(), this);
        }
    }

    private void speak(Channel channel, Protocol protocol) {
        Worker worker = workers.of(channel.eventLoop());
        if (worker.draining()) {
            channel.close();
            return;
        }
        switch (protocol) {
            case HTTP_1_1 -> {
                StrictRequestDecoder decoder = new StrictRequestDecoder(worker.limits());
                Http1Connection connection = new Http1Connection(worker, decoder, tls != null);
                channel.pipeline()
                        .addLast("shortcut", new Http1Shortcut(worker.heads(), decoder, connection))
                        .addLast("decoder", decoder)
                        .addLast("http1", connection);
            }
            case HTTP_2 -> channel.pipeline().addLast("http2", Http2Codec.handler(worker));
        }
    }

    @Override
    public void ready(Channel channel, Protocol protocol, boolean resumed) {
        handshakes.succeeded(resumed);
        speak(channel, protocol);
    }

    @Override
    public void failed(Channel channel, String reason) {
        handshakes.failed(reason);
    }
}
