package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.SystemClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScheduledTimerTest {
    private static final long FAR = Duration.ofHours(1).toNanos();

    private final SystemClock clock = new SystemClock();
    private final ScheduledTimer timer = new ScheduledTimer(clock);
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void tasksRunInTheOrderOfTheirTimesAndNotBeforeThem() throws InterruptedException {
        long now = clock.nanoTime();
        BlockingQueue<Long> early = new LinkedBlockingQueue<>();
        for (int i = 3; i >= 1; i--) {
            String name = "task " + i;
            long at = now + Duration.ofMillis(30L * i).toNanos();
            timer.schedule(at, () -> {
                early.add(at - clock.nanoTime());
                ran.add(name);
            });
        }

        assertThat(List.of(next(), next(), next())).containsExactly("task 1", "task 2", "task 3");
        assertThat(early).allMatch(nanos -> nanos <= 0);
    }

    @Test
    void aTimeThatHasPassedIsNow() throws InterruptedException {
        timer.schedule(clock.nanoTime() - FAR, () -> ran.add("overdue"));

        assertThat(next()).isEqualTo("overdue");
    }

    @Test
    void aCancelledTaskDoesNotRun() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        timer.schedule(clock.nanoTime(), () -> awaitQuietly(busy));
        Timer.Scheduled cancelled = timer.schedule(clock.nanoTime(), () -> ran.add("cancelled"));
        timer.schedule(clock.nanoTime(), () -> ran.add("after it"));

        cancelled.cancel();
        busy.countDown();

        assertThat(next()).isEqualTo("after it");
        assertThat(ran).isEmpty();
    }

    @Test
    void aCancelledTaskLeavesTheQueueLongBeforeItsTime() {
        timer.schedule(clock.nanoTime() + FAR, () -> {}).cancel();

        assertThat(timer.waiting()).isZero();
    }

    @Test
    void aTaskMayScheduleTheNext() throws InterruptedException {
        timer.schedule(clock.nanoTime(), () -> timer.schedule(clock.nanoTime(), () -> ran.add("second")));

        assertThat(next()).isEqualTo("second");
    }

    @Test
    void aTaskThatThrowsDoesNotEndTheTimer() throws InterruptedException {
        timer.schedule(clock.nanoTime(), () -> {
            throw new IllegalStateException("as scripted");
        });
        timer.schedule(clock.nanoTime(), () -> ran.add("after it"));

        assertThat(next()).isEqualTo("after it");
    }

    @Test
    void afterTheCloseNothingIsTakenAndNothingThrown() {
        timer.close();

        timer.schedule(clock.nanoTime(), () -> ran.add("too late")).cancel();

        assertThat(ran).isEmpty();
    }

    private String next() throws InterruptedException {
        return ran.poll(10, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
