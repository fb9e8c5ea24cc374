package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.freshet.config.CacheConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses, found by their target URI, all variants in one entry, within one budget of bytes. An entry is let go
 * when there is no more use in it, and before that when the budget wants it. What is invalidated leaves a mark for a while:
 * a response that was asked for before must not be stored after. Thread-safe: Caffeine's, each change one atomic step of its entry.
 */
public final class StoredResponses {
    private static final int MOST_VARIANTS = 64;
    private static final int KEY_BYTES = 256;
    /** A response with a validator can be confirmed long after its lifetime. */
    private static final long CONFIRMABLE_MILLIS = Duration.ofDays(1).toMillis();
    /** No exchange takes longer between its request and the end of what is small enough to be stored. */
    private static final long MARK_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Cache<StoredKey, Entry> entries;
    private final Clock clock;
    private final long maxObjectBytes;
    private final long graceSeconds;
    private final CounterDataPoint stored;
    private final CounterDataPoint evicted;
    private final CounterDataPoint invalidated;
    private final AtomicLong turns = new AtomicLong();
    private final RecentPurges purges = new RecentPurges();

    /** {@code invalidTurn}: responses asked for in that turn or before it are not stored. Immutable. */
    private record Entry(List<StoredResponse> responses, long invalidTurn, long keptUntilMillis) {
        long weightBytes() {
            return KEY_BYTES
                    + responses.stream().mapToLong(StoredResponse::weightBytes).sum();
        }
    }

    /** {@code executor} runs Caffeine's maintenance, so that neither an event loop nor the common pool does. */
    public StoredResponses(CacheConfig config, Metrics metrics, Clock clock, Executor executor) {
        this.clock = clock;
        this.maxObjectBytes = config.maxObjectBytes();
        this.graceSeconds = Math.ceilDiv(config.staleIfError().toMillis(), 1000L);
        this.stored = metrics.counter(Metric.STORE_CHANGES, "stored");
        this.evicted = metrics.counter(Metric.STORE_CHANGES, "evicted");
        this.invalidated = metrics.counter(Metric.STORE_CHANGES, "invalidated");
        this.entries = Caffeine.newBuilder()
                .maximumWeight(config.sizeBytes())
                .weigher((StoredKey key, Entry entry) ->
                        (int) Math.min(Integer.MAX_VALUE, key.target().length() + entry.weightBytes()))
                .expireAfter(Expiry.<StoredKey, Entry>writing(
                        (_, entry) -> Duration.ofMillis(Math.max(0, entry.keptUntilMillis() - clock.epochMillis()))))
                .ticker(clock::nanoTime)
                .evictionListener((_, entry, cause) -> {
                    if (entry != null && cause == RemovalCause.SIZE) {
                        evicted.inc(entry.responses().size());
                    }
                })
                .executor(executor)
                .build();
    }

    /** The longest body that is stored. */
    public long maxObjectBytes() {
        return maxObjectBytes;
    }

    /** How long beyond its lifetime a response may stand in for an upstream that fails, where its origin does not say. */
    public long graceSeconds() {
        return graceSeconds;
    }

    /** Everything stored under {@code key}, newest last; empty: nothing. The same list as long as nothing changes. Does not block. */
    public List<StoredResponse> find(StoredKey key) {
        Entry entry = entries.getIfPresent(key);
        return entry == null ? List.of() : entry.responses();
    }

    /** The turn of a request that is sent to the upstream now; to be handed in with its response. */
    public long turn() {
        return turns.incrementAndGet();
    }

    /**
     * Stores {@code added} in place of those that are {@code superseded}, unless the key has been invalidated since
     * {@code turn}. Returns whether it is stored.
     */
    public boolean put(StoredKey key, long turn, StoredResponse added, Predicate<StoredHead> superseded) {
        boolean[] done = new boolean[1];
        change(key, turn, added, responses -> {
            done[0] = true;
            List<StoredResponse> kept =
                    without(responses, each -> superseded.test(each.head()) || sameVariant(each.head(), added.head()));
            kept.subList(0, Math.max(0, kept.size() - MOST_VARIANTS + 1)).clear();
            kept.add(added);
            return kept;
        });
        if (done[0]) {
            stored.inc();
        }
        return done[0];
    }

    /** Puts {@code after}, with the same body, in the place of {@code before}, if that is still there. */
    public void replace(StoredKey key, long turn, StoredHead before, StoredHead after) {
        change(key, turn, null, responses -> {
            if (responses.stream().noneMatch(each -> each.head() == before)) {
                return responses;
            }
            List<StoredResponse> kept = new ArrayList<>();
            for (StoredResponse each : responses) {
                boolean replaced = each.head() == before;
                if (replaced || !sameVariant(each.head(), after)) {
                    kept.add(replaced ? each.with(after) : each);
                }
            }
            return kept;
        });
    }

    /** Removes {@code head}, if it is still there. */
    public void remove(StoredKey key, StoredHead head) {
        change(key, Long.MAX_VALUE, null, responses -> without(responses, each -> each.head() == head));
    }

    /** Removes everything under {@code key}; responses to requests sent before are not stored any more. */
    public void invalidate(StoredKey key) {
        long now = clock.epochMillis();
        entries.asMap().compute(key, (_, entry) -> {
            if (entry != null) {
                invalidated.inc(entry.responses().size());
            }
            return new Entry(List.of(), turns.get(), now + MARK_MILLIS);
        });
    }

    /**
     * Removes what {@code scope} covers; {@code soft}: makes it stale instead, so that it is validated before it is used, and
     * may still stand in for an error. What it covers of what is on its way is not stored. Walks the store.
     *
     * @return how many responses it was
     */
    public int purge(PurgeScope scope, boolean soft) {
        long now = clock.epochMillis();
        purges.add(scope, turns.get());
        AtomicInteger purged = new AtomicInteger();
        entries.asMap().forEach((key, entry) -> {
            for (StoredResponse each : entry.responses()) {
                if (scope.covers(key, each)) {
                    purged.incrementAndGet();
                    purge(key, each.head(), soft ? each.head().staleAt(now) : null);
                }
            }
        });
        invalidated.inc(purged.get());
        return purged.get();
    }

    private void purge(StoredKey key, StoredHead before, @Nullable StoredHead after) {
        if (after == null) {
            remove(key, before);
        } else {
            replace(key, Long.MAX_VALUE, before, after);
        }
    }

    /** How many bytes are held. Walks the store: for a scrape, not for a request. */
    public long bytes() {
        return entries.asMap().values().stream().mapToLong(Entry::weightBytes).sum();
    }

    /** How many responses are held. Walks the store. */
    public long count() {
        return entries.asMap().values().stream()
                .mapToLong(each -> each.responses().size())
                .sum();
    }

    /**
     * Whether what was asked for under {@code key} in {@code turn}, or before it, may have been invalidated or purged since; of
     * a purge by tag, that is not known.
     */
    public boolean isInvalid(StoredKey key, long turn) {
        Entry entry = entries.getIfPresent(key);
        return (entry != null && turn <= entry.invalidTurn()) || purges.cover(key, null, turn);
    }

    /** {@code made} may be asked more than once; {@code added}: what comes into the store, null: nothing. */
    private void change(
            StoredKey key, long turn, @Nullable StoredResponse added, UnaryOperator<List<StoredResponse>> made) {
        long now = clock.epochMillis();
        entries.asMap().compute(key, (_, entry) -> {
            long invalidTurn = entry == null ? 0 : entry.invalidTurn();
            if (turn <= invalidTurn || (turn != Long.MAX_VALUE && purges.cover(key, added, turn))) {
                return entry;
            }
            List<StoredResponse> changed = List.copyOf(made.apply(entry == null ? List.of() : entry.responses()));
            return changed.isEmpty() && invalidTurn == 0 ? null : entry(changed, invalidTurn, now);
        });
    }

    private Entry entry(List<StoredResponse> responses, long invalidTurn, long nowMillis) {
        long until = invalidTurn == 0 ? 0 : nowMillis + MARK_MILLIS;
        for (StoredResponse each : responses) {
            long useful = each.head().usefulUntilMillis(graceSeconds);
            until = Math.max(until, useful + (each.hasValidator() ? CONFIRMABLE_MILLIS : 0));
        }
        return new Entry(responses, invalidTurn, until);
    }

    private static List<StoredResponse> without(List<StoredResponse> responses, Predicate<StoredResponse> removed) {
        List<StoredResponse> kept = new ArrayList<>(responses);
        kept.removeIf(removed);
        return kept;
    }

    private static boolean sameVariant(StoredHead one, StoredHead other) {
        return one.variant().equals(other.variant());
    }
}
