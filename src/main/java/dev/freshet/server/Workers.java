package dev.freshet.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.IdentityHashMap;
import java.util.Objects;

/** One {@link Worker} for each event loop. Immutable; each worker is confined to its loop. */
final class Workers {
    private final IdentityHashMap<EventLoop, Worker> byLoop = new IdentityHashMap<>();

    Workers(EventLoopGroup loops, Site site) {
        for (EventExecutor each : loops) {
            EventLoop loop = (EventLoop) each;
            byLoop.put(loop, new Worker(loop, site));
        }
    }

    /** The worker of {@code loop}. */
    Worker of(EventLoop loop) {
        return Objects.requireNonNull(byLoop.get(loop), "a loop of another group");
    }

    /** Begins the housekeeping of every loop. From any thread. */
    void start() {
        byLoop.values().forEach(Worker::start);
    }

    /** Drains the connections of every loop. From any thread. */
    void drain() {
        byLoop.values().forEach(Worker::drain);
    }

    /** Lets go of every ready-made answer, each on its loop. From any thread. */
    void release() {
        byLoop.values().forEach(each -> each.loop().execute(each::release));
    }

    /** Answers from memory so far. From any thread. */
    long hits() {
        return byLoop.values().stream().mapToLong(each -> each.tally().hits()).sum();
    }
}
