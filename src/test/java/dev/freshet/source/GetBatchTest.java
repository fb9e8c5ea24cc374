package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class GetBatchTest {
    private final Queue<Runnable> planned = new ArrayDeque<>();
    private final List<List<TimedCommand>> written = new ArrayList<>();
    private final GetBatch batch = new GetBatch(planned::add, written::add);

    @Test
    void whatIsAskedInOneMomentIsOneWrite() {
        List<TimedCommand> asked = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            asked.add(get());
            batch.add(asked.getLast());
        }
        assertThat(written).isEmpty();
        assertThat(planned).hasSize(1);
        planned.remove().run();
        assertThat(written).containsExactly(asked);
    }

    @Test
    void theNextMomentIsAnotherWrite() {
        batch.add(get());
        planned.remove().run();
        batch.add(get());
        planned.remove().run();
        assertThat(written).hasSize(2);
    }

    @Test
    void aCommandPastItsDeadlineIsNotWritten() {
        var late = get();
        batch.add(late);
        late.cancel(false);
        planned.remove().run();
        assertThat(written).isEmpty();
    }

    private static TimedCommand get() {
        return new TimedCommand(
                new Command<>(CommandType.GET, new ValueOutput<>(ByteArrayCodec.INSTANCE)), Duration.ofSeconds(1));
    }
}
