package dev.freshet.demo;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.Duration;

/** The origin's pipeline. Thread-safe: immutable. */
@ChannelHandler.Sharable
final class OriginInitializer extends ChannelInitializer<Channel> {
    private static final int IDLE_SECONDS = 120;

    private final OriginState state;
    private final Duration delay;

    OriginInitializer(OriginState state, Duration delay) {
        this.state = state;
        this.delay = delay;
    }

    /** The last one keeps the order of pipelined requests. */
    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                .addLast(new HttpServerCodec())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new HttpServerExpectContinueHandler())
                .addLast(new OriginHandler(state, new Answers(state), delay));
    }
}
