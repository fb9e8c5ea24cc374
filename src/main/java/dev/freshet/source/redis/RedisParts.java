package dev.freshet.source.redis;

import dev.freshet.observe.Clock;
import io.lettuce.core.RedisClient;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What everything that concerns one Redis is made of. Owns none of it. Immutable; what it holds is thread-safe, but for the
 * watchers.
 *
 * @param name of the Redis in the configuration, for the log
 * @param client makes connections
 * @param loop the thread of the Redis
 * @param watchers who wants to hear of changes; confined to the loop
 * @param counts of the changes that were told
 */
record RedisParts(
        String name, RedisClient client, EventLoop loop, Clock clock, Watchers watchers, ChangeCounts counts) {

    /** The same for one node of several. */
    RedisParts named(String node) {
        return new RedisParts(node, client, loop, clock, watchers, counts);
    }

    /** Runs {@code task} on the thread of the Redis, in turn; drops it after the end. */
    void soon(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    /** The same after a while. */
    void later(Runnable task, long delayNanos) {
        try {
            var _ = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    /** Has {@code changed} run as {@link Redis#watch} says; {@code adjust} sees to it that it is heard. */
    void watch(Interest interest, Runnable changed, Runnable adjust) {
        Spacing spacing = new Spacing(changed, interest.minNanos(), clock, this::later);
        soon(() -> {
            watchers.add(interest, spacing);
            adjust.run();
        });
    }
}
