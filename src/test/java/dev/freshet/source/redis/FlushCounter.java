package dev.freshet.source.redis;

import dev.freshet.config.RedisConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the flushes of Lettuce's channels: each is a write to a socket. Thread-safe: an atomic counter. */
public final class FlushCounter implements NettyCustomizer {
    private final AtomicInteger count = new AtomicInteger();

    /** So many so far. */
    public int count() {
        return count.get();
    }

    /** Connections whose channels it sees. */
    public RedisConnections counted(RedisConfig config) {
        return new RedisConnections(List.of(config), new Metrics(), new SystemClock(), this);
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                count.incrementAndGet();
                context.flush();
            }
        });
    }
}
