package dev.freshet.admin;

import dev.freshet.observe.Clock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What each connection to the admin listener passes through. The channels do not read by themselves: the handler asks for
 * one request after it has answered the one before, so a client that pipelines requests and reads nothing makes no
 * responses pile up. The time limit stands behind the aggregator, where only whole requests are seen: a client that drips
 * bytes is not active. Thread-safe: the group of open
 * channels is concurrent, the berths are those of the one loop, the rest is immutable.
 */
final class AdminPipeline extends ChannelInitializer<Channel> {
    private final Routes routes;
    private final Clock clock;
    private final AdminLimits limits;
    private final Berths berths;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    AdminPipeline(Routes routes, Clock clock, AdminLimits limits) {
        this.routes = routes;
        this.clock = clock;
        this.limits = limits;
        this.berths = new Berths(limits.payloads());
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open.size() >= limits.connections()) {
            var _ = channel.close();
            return;
        }
        open.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new HttpServerCodec(decoding()));
        pipeline.addLast(new Entrance(routes, limits.bodyBytes(), berths));
        pipeline.addLast(new HttpObjectAggregator(Integer.MAX_VALUE)); // the entrance has bounded it
        pipeline.addLast(new IdleStateHandler(0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new AdminHandler(routes, clock));
    }

    /** Closes every connection; returns when they are. To be called from another thread, when no more are accepted. */
    void closeConnections() {
        open.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    private HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(limits.headerBytes());
    }
}
