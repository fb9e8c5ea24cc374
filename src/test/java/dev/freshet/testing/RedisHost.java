package dev.freshet.testing;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** What a {@link RedisServer} runs in. Implementations are confined to one thread at a time. */
interface RedisHost extends AutoCloseable {
    /** True until a container has failed to start: the next would fail as slowly. */
    AtomicBoolean CONTAINERS_WORK = new AtomicBoolean(true);

    /** Starts a Redis on {@code port} in the first kind of host that works here. */
    static RedisHost choose(int port, List<String> options) {
        if (CONTAINERS_WORK.get() && DockerEngine.runsContainers()) {
            try {
                return new RedisContainer(port, options);
            } catch (RuntimeException e) {
                CONTAINERS_WORK.set(false);
                LoggerFactory.getLogger(RedisHost.class).info("no container: {}; a process instead", e.getMessage());
            }
        }
        return new RedisProcess(RedisProcess.executable(), port, options);
    }

    /** The name or address its port can be reached at. */
    String address();

    /** Ends it in good order. */
    void stop();

    /** Ends it at once. */
    void kill();

    /** Starts it again after it has ended. */
    void restart();

    /** Stops its execution. */
    void freeze();

    /** Continues its execution. */
    void thaw();

    @Override
    void close();
}
