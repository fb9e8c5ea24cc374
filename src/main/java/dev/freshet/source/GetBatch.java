package dev.freshet.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Gathers the commands asked within a moment, so that a tick that refreshes a thousand resources is one write to the
 * socket. Chosen over Lettuce's {@code setAutoFlushCommands(false)}, which is a setting of the whole connection and so
 * also holds back what others write to it. Thread-safe: a concurrent queue, and a flag that says whether a write is
 * planned. The queue is emptied at each write; the connection bounds what it accepts.
 */
final class GetBatch {
    private final Queue<TimedCommand> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Consumer<Runnable> inAMoment;
    private final Consumer<List<TimedCommand>> write;

    /** {@code inAMoment} runs a task once, soon; {@code write} sends the commands with one flush. */
    GetBatch(Consumer<Runnable> inAMoment, Consumer<List<TimedCommand>> write) {
        this.inAMoment = inAMoment;
        this.write = write;
    }

    /** Has {@code command} written with the others of this moment. */
    void add(TimedCommand command) {
        asked.add(command);
        if (planned.compareAndSet(false, true)) {
            inAMoment.accept(this::writeAll);
        }
    }

    /** Writes what has been asked, without waiting for the moment to end. Not to be called by two threads at once. */
    void writeAll() {
        planned.set(false); // first: who asks from now on plans the next write
        List<TimedCommand> batch = new ArrayList<>();
        for (var next = asked.poll(); next != null; next = asked.poll()) {
            if (!next.isDone()) {
                batch.add(next);
            }
        }
        if (!batch.isEmpty()) {
            write.accept(batch);
        }
    }
}
