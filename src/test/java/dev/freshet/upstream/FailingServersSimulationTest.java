package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.config.UpstreamConfig.Balance;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that go down and come back as a seed has it, in virtual time, and what choice, ejection and budget make of it. */
@MayWarn("servers are ejected")
class FailingServersSimulationTest {
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(8);
    private static final UpstreamConfig.Ejection EJECTION =
            new UpstreamConfig.Ejection(3, false, Duration.ofMillis(500), MAX_BACK_OFF);

    /** The first back-off with all that chance may take off. */
    private static final long SHORTEST_PAUSE = EJECTION.backOff().toNanos() * 3 / 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void theRulesHoldThroughout(long seed) {
        Simulation simulation = new Simulation(seed);
        simulation.run(Duration.ofMinutes(5));
        simulation.mend();
        simulation.run(MAX_BACK_OFF.multipliedBy(2).plusSeconds(2));

        assertThat(simulation.exchanges).isGreaterThan(1_000);
        assertThat(simulation.retries).isPositive();
        assertThat(simulation.servers).allMatch(each -> each.health.trusted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    void theSameSeedGivesTheSameStory(long seed) {
        Simulation one = new Simulation(seed);
        Simulation other = new Simulation(seed);
        one.run(Duration.ofMinutes(1));
        other.run(Duration.ofMinutes(1));
        assertThat(one.story).isEqualTo(other.story).hasSizeGreaterThan(100);
    }

    private static final class Simulated implements ServerChoice.Candidate {
        private final String label;
        private final ServerHealth health;
        private boolean down;
        private int load;
        private long trialNanos;

        Simulated(String label, long nanos) {
            this.trialNanos = nanos - SHORTEST_PAUSE;
            this.label = label;
            this.health = new ServerHealth("api", label, EJECTION, new Metrics());
        }

        @Override
        public boolean available() {
            return load < 100;
        }

        @Override
        public int load() {
            return load;
        }

        @Override
        public ServerHealth health() {
            return health;
        }
    }

    /** One exchange on its way; it ends as its server then is. */
    private record Flight(long endNanos, Simulated server, boolean retried, boolean idempotent) {}

    private static final class Simulation {
        private final VirtualClock clock = new VirtualClock();
        private final SplittableRandom random;
        private final List<Simulated> servers = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private final PriorityQueue<Flight> flights;
        private final ServerChoice<Simulated> choice;
        private final RetryBudget budget = new RetryBudget(20, 10);
        private boolean mended;
        private int exchanges;
        private int retries;

        Simulation(long seed) {
            random = new SplittableRandom(seed);
            long origin = clock.nanoTime();
            flights = new PriorityQueue<>((one, other) -> Long.compare(one.endNanos - origin, other.endNanos - origin));
            int count = random.nextInt(2, 6);
            for (int i = 0; i < count; i++) {
                servers.add(new Simulated("s" + i + ":80", origin));
            }
            List<String> labels = servers.stream().map(each -> each.label).toList();
            Balance balance = Balance.values()[random.nextInt(Balance.values().length)];
            choice = new ServerChoice<>(servers, Balancer.of(balance, labels, random.split()), clock::nanoTime);
        }

        void run(Duration time) {
            long end = clock.nanoTime() + time.toNanos();
            while (clock.nanoTime() - end < 0) {
                clock.advance(Duration.ofMillis(random.nextInt(1, 40)));
                land();
                if (!mended && random.nextInt(60) == 0) {
                    Simulated changed = servers.get(random.nextInt(servers.size()));
                    changed.down = !changed.down;
                }
                budget.earn();
                exchanges++;
                begin(null, random.nextInt(4) > 0);
            }
        }

        void mend() {
            mended = true;
            servers.forEach(each -> each.down = false);
        }

        private void begin(@Nullable Simulated except, boolean idempotent) {
            Simulated chosen = choose(except);
            if (chosen == null) {
                assertThat(except).as("somebody is always tried").isNotNull();
                return;
            }
            story.add(chosen.label);
            chosen.health.claim(clock.nanoTime());
            chosen.load++;
            long took = Duration.ofMillis(random.nextInt(1, 200)).toNanos();
            flights.add(new Flight(clock.nanoTime() + took, chosen, except != null, idempotent));
        }

        /** Chooses, and holds that a server that is left alone is tried once in a back-off at most, unless all are. */
        private @Nullable Simulated choose(@Nullable Simulated except) {
            long now = clock.nanoTime();
            List<Simulated> admitted =
                    servers.stream().filter(each -> each.health.admits(now)).toList();
            List<Simulated> trusted =
                    servers.stream().filter(each -> each.health.trusted()).toList();
            Simulated chosen = choice.choose("/" + random.nextInt(50), except);
            if (chosen != null && !admitted.isEmpty()) {
                assertThat(admitted).contains(chosen);
                if (!trusted.contains(chosen)) {
                    assertThat(now - chosen.trialNanos).isGreaterThanOrEqualTo(SHORTEST_PAUSE);
                    chosen.trialNanos = now;
                }
            }
            return chosen;
        }

        /** Ends the exchanges whose time has come. */
        private void land() {
            while (!flights.isEmpty() && flights.peek().endNanos - clock.nanoTime() <= 0) {
                Flight flight = flights.remove();
                flight.server.load--;
                if (flight.server.down) {
                    fail(flight);
                } else {
                    flight.server.health.succeeded();
                    flight.server.trialNanos = clock.nanoTime() - SHORTEST_PAUSE;
                }
            }
        }

        private void fail(Flight flight) {
            Fault fault = new Fault(Fault.Reason.CLOSED, "as simulated");
            flight.server.health.failed(fault, clock.nanoTime(), random.nextDouble());
            Retry retry = Retry.of(fault.reason(), Reach.UNHEARD, flight.idempotent);
            if (!flight.retried && retry != Retry.NONE && budget.allows()) {
                budget.spend();
                retries++;
                assertThat(retries).isLessThanOrEqualTo(Math.max(10, exchanges / 5));
                begin(flight.server, flight.idempotent);
            }
        }
    }
}
