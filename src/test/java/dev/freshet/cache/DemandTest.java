package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DemandTest {
    private static final ResourceKey LIVE = new ResourceKey(null, "/live.json", true);
    private static final ResourceKey QUIET = new ResourceKey(null, "/quiet.json", true);

    private final Demand demand = new Demand(List.of(LIVE, QUIET));

    @Test
    void whatEveryLoopCountsIsAddedUp() {
        Demand.OfLoop one = demand.forLoop();
        Demand.OfLoop other = demand.forLoop();
        one.asked(0);
        other.asked(0);
        one.asked(0);

        assertThat(demand.of(LIVE)).isEqualTo(3);
        assertThat(demand.of(QUIET)).isZero();
        assertThat(demand.endpoints()).isEqualTo(2);
    }

    @Test
    void whatHasNoIndexIsNotAskedFor() {
        assertThat(demand.of(new ResourceKey("a", "/live.json", true))).isZero();
    }

    @Test
    void aResourceHasAnIndexForAsLongAsItIsThere() {
        Demand more = new Demand(List.of(LIVE), 1);
        Demand.OfLoop loop = more.forLoop();
        more.assign(QUIET, 1);
        loop.asked(1);

        assertThat(more.endpoints()).isEqualTo(2);
        assertThat(more.of(QUIET)).isEqualTo(1);
        more.withdraw(QUIET, 0);
        assertThat(more.of(QUIET)).isEqualTo(1);
        more.withdraw(QUIET, 1);
        assertThat(more.of(QUIET)).isZero();
    }
}
