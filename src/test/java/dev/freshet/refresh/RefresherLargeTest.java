package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.GateConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large payloads, whose thread takes five seconds for each task here. */
final class RefresherLargeTest {
    private static final String LARGE = "\"" + "0".repeat(Pools.LARGE_BYTES) + "\"";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keepNoSmallOneWaiting() {
        large("/large.json").always(fresh(LARGE));
        ScriptedSource small = bench.add("/small.json");
        small.count();
        bench.large = bench.timer.executor(Duration.ofSeconds(5)::toNanos);
        bench.restart();

        bench.advance(Duration.ofSeconds(4));
        assertThat(bench.snapshot("/large.json")).isNull();
        assertThat(Integer.parseInt(bench.text("/small.json"))).isGreaterThanOrEqualTo(3);

        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.text("/large.json")).isEqualTo(LARGE);
    }

    @Test
    void ticksThatFindOneWaitingAreSkipped() {
        ScriptedSource source = large("/large.json");
        source.always(fresh(LARGE));
        bench.large = bench.timer.executor(Duration.ofSeconds(5)::toNanos);
        bench.restart();

        bench.advance(Duration.ofMinutes(1));

        assertThat(source.calls()).hasSizeBetween(10, 13);
    }

    @Test
    void areRenderedThereEvenWhereASmallMemberOfTheirGroupComesLast() {
        bench.add(new EndpointDraft("/large.json")
                        .gate(new GateConfig(2L * LARGE.length()))
                        .group("night"))
                .always(fresh(LARGE));
        ScriptedSource small = bench.add(new EndpointDraft("/small.json").group("night"));
        small.hang();
        bench.restart();
        bench.large = bench.timer.executor(Duration.ofSeconds(5)::toNanos);

        small.lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ofMillis(4900));
        assertThat(bench.snapshot("/small.json")).isNull();

        bench.advance(Duration.ofMillis(200));
        assertThat(bench.text("/small.json")).isEqualTo("1");
        assertThat(bench.text("/large.json")).isEqualTo(LARGE);
    }

    private ScriptedSource large(String path) {
        return bench.add(new EndpointDraft(path).gate(new GateConfig(2L * LARGE.length())));
    }
}
