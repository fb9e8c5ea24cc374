package dev.freshet.testing;

import dev.freshet.refresh.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Runs tasks as a virtual clock reaches their times, equal times in order of scheduling. Confined to the thread of the test. */
public final class VirtualTimer implements Timer {
    private final VirtualClock clock;
    private final PriorityQueue<Task> waiting;
    private LongSupplier latenessNanos = () -> 0;
    private Runnable afterEach = () -> {};
    private long scheduled;

    private record Task(long atNanos, long number, Runnable action) {}

    /** Moves {@code clock}. */
    public VirtualTimer(VirtualClock clock) {
        this.clock = clock;
        long origin = clock.nanoTime();
        waiting = new PriorityQueue<>(
                Comparator.<Task>comparingLong(task -> task.atNanos - origin).thenComparingLong(Task::number));
    }

    @Override
    public Scheduled schedule(long atNanos, Runnable action) {
        Task task = new Task(atNanos + latenessNanos.getAsLong(), scheduled++, action);
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    /** Makes each task scheduled from now on run so much later than asked. */
    public void runLateBy(LongSupplier nanos) {
        latenessNanos = nanos;
    }

    /** Runs {@code check} after each task. */
    public void afterEach(Runnable check) {
        afterEach = check;
    }

    /** How many tasks wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Lets time pass, running what falls due; what is overdue runs first, at the present time. */
    public void advance(Duration by) {
        long end = clock.nanoTime() + by.toNanos();
        while (!waiting.isEmpty() && waiting.peek().atNanos - end <= 0) {
            Task task = waiting.poll();
            moveTo(task.atNanos);
            task.action.run();
            afterEach.run();
        }
        moveTo(end);
    }

    /** An executor that runs each task {@code latencyNanos} later, on this timer. */
    public Executor executor(LongSupplier latencyNanos) {
        return action -> {
            Task task = new Task(clock.nanoTime() + latencyNanos.getAsLong(), scheduled++, action);
            waiting.add(task);
        };
    }

    private void moveTo(long nanos) {
        clock.advance(Duration.ofNanos(Math.max(0, nanos - clock.nanoTime())));
    }
}
