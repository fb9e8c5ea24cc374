package dev.freshet.source;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A command for one value, and how long it may take. Chosen over {@code orTimeout}, which wakes a thread of the common pool
 * for every command. Thread-safe: a future.
 */
final class TimedCommand extends AsyncCommand<byte[], byte[], byte[]> {
    private final Duration timeout;
    private final Deadline deadline = new Deadline();

    /** Ends the command, but keeps nothing of one that has ended. Thread-safe: the reference. */
    private static final class Deadline implements Runnable {
        private final AtomicReference<@Nullable TimedCommand> waiting = new AtomicReference<>();

        @Override
        public void run() {
            TimedCommand command = waiting.getAndSet(null);
            if (command != null) {
                command.completeExceptionally(new TimeoutException());
            }
        }
    }

    TimedCommand(RedisCommand<byte[], byte[], byte[]> command, Duration timeout) {
        super(command);
        this.timeout = timeout;
        deadline.waiting.set(this);
        whenComplete((_, _) -> deadline.waiting.set(null));
    }

    /** From when its batch is written. */
    Duration timeout() {
        return timeout;
    }

    /** To be run when the time is over, whether or not the command has ended. */
    Runnable deadline() {
        return deadline;
    }
}
