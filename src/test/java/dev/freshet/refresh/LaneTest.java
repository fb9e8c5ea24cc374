package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LaneTest {
    private final Lane lane = new Lane(2);
    private final List<Integer> begun = new ArrayList<>();

    @Test
    void asManyBeginAtOnceAsThereArePlaces() {
        enter(5);

        assertThat(begun).containsExactly(0, 1);
        assertThat(lane.running()).isEqualTo(2);
        assertThat(lane.waiting()).isEqualTo(3);
    }

    @Test
    void whoLeavesLetsTheNextBeginInOrder() {
        enter(5);
        lane.leave();
        assertThat(begun).containsExactly(0, 1, 2);
        lane.leave();
        lane.leave();

        assertThat(begun).containsExactly(0, 1, 2, 3, 4);
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void aHundredThousandThatEndAtOnceDoNotFillTheStack() {
        enter(2);
        for (int i = 0; i < 100_000; i++) {
            lane.enter(lane::leave);
        }

        lane.leave();

        assertThat(lane.waiting()).isZero();
        assertThat(lane.running()).isEqualTo(1);
    }

    @Test
    void manyThreadsNeverExceedThePlacesAndLoseNone() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(20_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 20_000; i++) {
                threads.execute(() -> lane.enter(() -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    threads.execute(() -> {
                        now.decrementAndGet();
                        lane.leave();
                        ended.countDown();
                    });
                }));
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(most.get()).isBetween(1, 2);
        assertThat(lane.running()).isZero();
        assertThat(lane.waiting()).isZero();
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            lane.enter(() -> begun.add(number));
        }
    }
}
