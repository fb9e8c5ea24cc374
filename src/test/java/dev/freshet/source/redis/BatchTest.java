package dev.freshet.source.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Queue<Runnable> planned = new ArrayDeque<>();
    private final List<List<Integer>> written = new ArrayList<>();
    private final Batch<Integer> batch = new Batch<>(planned::add, written::add);

    @Test
    void whatIsAskedInOneMomentIsOneWrite() {
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            asked.add(i);
            batch.add(i);
        }
        assertThat(written).isEmpty();
        assertThat(planned).hasSize(1);
        planned.remove().run();
        assertThat(written).containsExactly(asked);
    }

    @Test
    void theNextMomentIsAnotherWrite() {
        batch.add(1);
        planned.remove().run();
        batch.add(2);
        planned.remove().run();
        assertThat(written).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatIsTakenOutIsNotWritten() {
        batch.add(1);
        List<Integer> taken = new ArrayList<>();
        batch.drain(taken::add);
        planned.remove().run();
        assertThat(taken).containsExactly(1);
        assertThat(written).isEmpty();
    }
}
