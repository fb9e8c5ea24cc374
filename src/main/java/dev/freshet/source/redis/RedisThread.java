package dev.freshet.source.redis;

import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.ThreadFactoryProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of one configured Redis: everything that concerns it runs there, its I/O, its deadlines, its connecting. So
 * nothing waits for another Redis, no command changes threads, and nothing needs a lock. Thread-safe: closed by one thread.
 */
final class RedisThread implements AutoCloseable {
    private static final long CLOSE_MILLIS = 2_000;
    private static final long TICK_MILLIS = 500;

    private final EventLoopGroup group;
    private final Timer timer; // of Lettuce's handshakes alone, so it need not be fine
    private final ClientResources resources;

    /** {@code customizer} sees every channel. */
    RedisThread(String name, NettyCustomizer customizer) {
        ThreadFactoryProvider threads = _ -> new DefaultThreadFactory("freshet-redis-" + name, true);
        timer = new HashedWheelTimer(
                new DefaultThreadFactory("freshet-redis-timer-" + name, true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        DefaultEventLoopGroupProvider provider = new DefaultEventLoopGroupProvider(1, threads);
        group = provider.allocate(Transports.eventLoopGroupClass());
        resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(provider)
                .eventExecutorGroup(group)
                .timer(timer)
                .nettyCustomizer(customizer)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build();
    }

    ClientResources resources() {
        return resources;
    }

    EventLoop loop() {
        return group.next();
    }

    /** Ends it, and waits for that, within a bound. */
    @Override
    public void close() {
        resources.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS);
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS);
        timer.stop();
    }
}
