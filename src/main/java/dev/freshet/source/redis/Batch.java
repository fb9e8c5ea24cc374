package dev.freshet.source.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Gathers what is asked within a moment, so that a tick that refreshes a thousand resources is one write to the socket.
 * Chosen over Lettuce's {@code setAutoFlushCommands(false)}, which is a setting of the whole connection and so also holds
 * back what others write to it. Thread-safe: a concurrent queue, and a flag that says whether a write is planned. The
 * queue is emptied at each write; the connection bounds what it accepts.
 */
final class Batch<T> {
    private final Queue<T> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Consumer<Runnable> inAMoment;
    private final Consumer<List<T>> write;

    /** {@code inAMoment} runs a task once, soon; {@code write} sends all with one flush. */
    Batch(Consumer<Runnable> inAMoment, Consumer<List<T>> write) {
        this.inAMoment = inAMoment;
        this.write = write;
    }

    /** Has {@code question} written with the others of this moment. */
    void add(T question) {
        asked.add(question);
        if (!planned.get() && planned.compareAndSet(false, true)) {
            inAMoment.accept(this::writeAll);
        }
    }

    /** Takes out what has been asked and is not yet being written. */
    void drain(Consumer<T> instead) {
        for (T next = asked.poll(); next != null; next = asked.poll()) {
            instead.accept(next);
        }
    }

    /** Writes what has been asked, without waiting for the moment to end. Not to be called by two threads at once. */
    void writeAll() {
        planned.set(false); // first: who asks from now on plans the next write
        List<T> batch = new ArrayList<>();
        drain(batch::add);
        if (!batch.isEmpty()) {
            write.accept(batch);
        }
    }
}
