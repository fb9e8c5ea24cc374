package dev.freshet.config;

import dev.freshet.config.UpstreamConfig.Balance;
import dev.freshet.config.UpstreamConfig.Ejection;
import dev.freshet.config.UpstreamConfig.Health;
import dev.freshet.config.UpstreamConfig.Resilience;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The keys of {@code upstreams.*} that say how it gets along with servers that fail. Thread-safe: stateless. */
final class ResilienceKeys {
    private static final Key<Balance> BALANCE = Key.withDefault(
            "balance",
            WordScalar.of(balances()),
            "least-requests",
            "How the server is chosen: `least-requests`, of two taken at random the one with fewer requests under way; `round-robin`, one after the other; `hash`, by the path without its query, so that a path keeps its server while others come and go.");
    private static final Key<Integer> MAX_PENDING = Key.withDefault(
            "max-pending",
            NumberScalar.between(0, 1_000_000),
            "1024",
            "The most requests that wait for a connection when all are busy, shared out over the event loops; more are answered with 503 at once. None waits longer than `timeouts.connect`.");
    private static final Key<Integer> RETRY_BUDGET = Key.withDefault(
            "retry-budget",
            NumberScalar.between(0, 20),
            "20",
            "The most requests that are sent to a second server after the first has failed them, for each hundred requests; the first ten may come before their time. Only what is idempotent, has not begun to be answered and has sent no body is sent again, and once only. 0: none.");
    private static final Key<EjectionChoice> EJECTION = Key.optional(
            "ejection",
            EjectionSection.CHOICE,
            "its defaults",
            "When a server that fails is left alone for a while; `off`: never.");
    private static final Key<Health> HEALTH =
            Key.optional("health", HealthSection.SECTION, "no checks", "Asks each server whether it is well.");

    /** In the order of the reference page. */
    static final List<Key<?>> ALL = List.of(BALANCE, MAX_PENDING, RETRY_BUDGET, EJECTION, HEALTH);

    private ResilienceKeys() {}

    /** What the keys say together. */
    static Resilience read(Values in) {
        EjectionChoice choice = in.find(EJECTION);
        Ejection ejection = choice == null ? EjectionSection.standard() : choice.ejection();
        return new Resilience(in.get(BALANCE), in.get(MAX_PENDING), in.get(RETRY_BUDGET), ejection, in.find(HEALTH));
    }

    /** When all of them are left out. */
    static Resilience standard() {
        return read(Values.ofDefaults());
    }

    private static SequencedMap<String, Balance> balances() {
        SequencedMap<String, Balance> balances = new LinkedHashMap<>();
        for (Balance balance : Balance.values()) {
            balances.put(balance.name().toLowerCase(Locale.ROOT).replace('_', '-'), balance);
        }
        return balances;
    }
}
