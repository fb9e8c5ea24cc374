package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Balance;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {
    private static final List<String> LABELS = List.of("a:1", "b:1", "c:1", "d:1");

    /** Servers as a balancer sees them. */
    private record Seen(boolean[] opened, int[] loads) implements Balancer.Servers {
        static Seen idle() {
            return new Seen(new boolean[] {true, true, true, true}, new int[4]);
        }

        @Override
        public int count() {
            return opened.length;
        }

        @Override
        public boolean open(int server) {
            return opened[server];
        }

        @Override
        public int load(int server) {
            return loads[server];
        }
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void onlyWhatIsOpenIsChosen(Balance balance) {
        Balancer balancer = balancer(balance);
        Seen seen = Seen.idle();
        seen.opened[0] = false;
        seen.opened[2] = false;
        for (int i = 0; i < 200; i++) {
            assertThat(balancer.choose("/" + i, seen)).isIn(1, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void nobodyIsChosenWhereNobodyIsOpen(Balance balance) {
        Seen closed = new Seen(new boolean[4], new int[4]);
        assertThat(balancer(balance).choose("/", closed)).isEqualTo(Balancer.NOBODY);
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void everyServerGetsAboutItsShare(Balance balance) {
        Balancer balancer = balancer(balance);
        int[] chosen = new int[4];
        for (int i = 0; i < 4_000; i++) {
            chosen[balancer.choose("/matches/" + i + ".json", Seen.idle())]++;
        }
        assertThat(Arrays.stream(chosen)).allSatisfy(each -> assertThat(each).isBetween(900, 1_100));
    }

    @Test
    void leastRequestsNeverChoosesTheBusiestOfTwo() {
        Balancer balancer = balancer(Balance.LEAST_REQUESTS);
        Seen seen = new Seen(new boolean[] {true, true, true, true}, new int[] {5, 1, 1, 1});
        assertThat(IntStream.range(0, 500).map(_ -> balancer.choose("/", seen))).doesNotContain(0);
    }

    @Test
    void roundRobinGoesRoundAndSkipsWhatIsClosed() {
        Balancer balancer = new RoundRobin(2);
        Seen seen = Seen.idle();
        seen.opened[0] = false;
        assertThat(IntStream.range(0, 6).map(_ -> balancer.choose("/", seen)).toArray())
                .containsExactly(2, 3, 1, 2, 3, 1);
    }

    @Test
    void aPathKeepsItsServerWhateverItsQuery() {
        Balancer balancer = balancer(Balance.HASH);
        for (int i = 0; i < 100; i++) {
            int server = balancer.choose("/" + i, Seen.idle());
            assertThat(balancer.choose("/" + i + "?page=2", Seen.idle())).isEqualTo(server);
            assertThat(balancer(Balance.HASH).choose("/" + i, Seen.idle())).isEqualTo(server);
        }
    }

    @Test
    void whenAServerLeavesItsPathsAloneMoveAndToAllOthers() {
        Balancer balancer = balancer(Balance.HASH);
        Seen without = Seen.idle();
        without.opened[1] = false;
        int[] inherited = new int[4];
        for (int i = 0; i < 4_000; i++) {
            int before = balancer.choose("/" + i, Seen.idle());
            int after = balancer.choose("/" + i, without);
            if (before == 1) {
                inherited[after]++;
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(new int[] {inherited[0], inherited[2], inherited[3]})
                .satisfies(shares -> assertThat(Arrays.stream(shares))
                        .allSatisfy(each -> assertThat(each).isBetween(250, 420)));
    }

    @Test
    void theOrderOfTheConfigurationDoesNotMoveAPath() {
        Balancer one = new Rendezvous(LABELS);
        Balancer reversed = new Rendezvous(LABELS.reversed());
        for (int i = 0; i < 500; i++) {
            assertThat(3 - reversed.choose("/" + i, Seen.idle())).isEqualTo(one.choose("/" + i, Seen.idle()));
        }
    }

    private static Balancer balancer(Balance balance) {
        return Balancer.of(balance, LABELS, new SplittableRandom(7));
    }
}
