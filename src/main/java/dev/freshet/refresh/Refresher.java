package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import dev.freshet.config.RefreshConfig;
import dev.freshet.hand.Hand;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.Reticence;
import dev.freshet.refresh.schedule.AlignedTicks;
import dev.freshet.refresh.schedule.Pace;
import dev.freshet.refresh.schedule.Phases;
import dev.freshet.refresh.schedule.SteadyTicks;
import dev.freshet.refresh.schedule.Ticks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every subject's snapshot in the cache fresh: fetches it again at its own interval, whether or not anyone asks, and
 * publishes what passes the gate. A fetch that fails, hangs or brings what the gate refuses leaves the last good snapshot
 * as it is; whether that is still young enough to be served is decided by whoever reads the cache. Thread-safe: each unit
 * guards its own state, beginning and stopping are guarded by the monitor; ticks run on the timer, gate and renderer on the
 * pool.
 */
public final class Refresher {
    private static final Logger log = LoggerFactory.getLogger(Refresher.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Subject> subjects;
    private final RefreshParts parts;
    private final Tally tally = new Tally();
    private final List<Unit> units;
    private final Map<ResourceKey, Unit> unitOf = new HashMap<>();
    private final Visits visits;
    private final Lanes lanes;
    private final ConcurrentMap<String, Reticence> reticences = new ConcurrentHashMap<>();
    private final ClockOffset offset;
    private final ClockWatch watch;
    private final Hand hand;
    private final List<Beat> beats = new ArrayList<>();
    private @Nullable Keeper keeper;
    private boolean stopped;

    /** Registers the subjects' metrics; nothing is fetched before {@link #start}. */
    public Refresher(List<Subject> subjects, RefreshParts parts) {
        this.subjects = List.copyOf(subjects);
        this.parts = parts;
        offset = new ClockOffset(parts.clock());
        visits = new Visits(parts.cache());
        lanes = new Lanes(parts.fetches());
        lanes.register(parts.metrics());
        units = together(this.subjects).stream().map(this::unit).toList();
        units.forEach(
                unit -> unit.members().forEach(each -> unitOf.put(each.subject().key(), unit)));
        watch = new ClockWatch(this::everyUnit, parts, offset);
        hand = new OperatorHand(this::everyUnit, parts);
        new SnapshotGauges(this::everySubject, parts).register();
        parts.metrics().contribute(Metric.REFRESH_WAIT, this::longestWaits);
    }

    /**
     * Publishes what was kept, then begins the first fetch of every subject, some at a time, and the ticks. To be called
     * once.
     *
     * @return completes when every resource has been restored or its first refresh has ended, however it did; bounded by the
     *     deadlines of the fetches alone, so the caller sets its own. Giving up the wait changes nothing in the refreshing
     */
    public CompletableFuture<Void> start() {
        Keeping keeping = parts.keeping();
        if (keeping == null) {
            begin(null);
        } else {
            var _ = new Restoring(units, parts, keeping.folder())
                    .begin()
                    .thenRun(() -> begin(new Keeper(units, parts, keeping)))
                    .exceptionally(Refresher::notBegun);
        }
        return CompletableFuture.allOf(units.stream().map(Unit::ready).toArray(CompletableFuture[]::new));
    }

    private synchronized void begin(@Nullable Keeper keeper) {
        if (stopped) {
            return;
        }
        this.keeper = keeper;
        if (keeper != null) {
            keeper.start();
        }
        Map<Long, Map<String, Long>> phases = phases();
        for (Unit unit : units.stream().filter(Unit::hasTicks).toList()) {
            Beat beat = new Beat(ticks(unit, phases), unit::tick, parts);
            unit.follow(beat);
            beats.add(beat);
        }
        beats.forEach(Beat::start);
        watch.start();
        new Opening(units).begin();
    }

    private static @Nullable Void notBegun(Throwable e) {
        log.error("refreshing did not begin", e);
        return null;
    }

    /**
     * Ends the ticks and gives up what is being fetched; what already passed the fetch may still be published. Completes
     * the future of {@link #start}. Does not wait.
     */
    public synchronized void stop() {
        stopped = true;
        watch.stop();
        beats.forEach(Beat::stop);
        units.forEach(Unit::stop);
        visits.stop();
        if (keeper != null) {
            keeper.stop();
        }
    }

    /**
     * Fetches {@code subject}, which is in no group, now, and keeps it fresh from then on if that is good. For resources that
     * come and go: they are not kept in the folder of the state. One that is there already begins anew. May be called on any
     * thread, after {@link #start}.
     */
    public Upkeep take(Subject subject) {
        return visits.begin(unit(List.of(subject)), unit -> new Beat(ticks(unit, aloneIn(unit)), unit::tick, parts));
    }

    /**
     * Begins a refresh of every resource that is {@code wanted}, and another behind one that is running already, which may
     * have read too early; asking again meanwhile adds nothing. The snapshots there are go on being served. Returns how
     * many are wanted.
     */
    public int refreshNow(Predicate<ResourceKey> wanted) {
        int found = 0;
        for (Unit unit : everyUnit()) {
            long members = unit.members().stream()
                    .filter(each -> wanted.test(each.subject().key()))
                    .count();
            if (members > 0) {
                found += Math.toIntExact(members);
                unit.refreshAnew();
            }
        }
        return found;
    }

    /**
     * What {@code key} names may have changed at its source: as {@link #refreshNow} for that resource alone, unless it is paused. May be called
     * before {@link #start} and on any thread; does nothing for a key that is not kept fresh.
     */
    public void changed(ResourceKey key) {
        Unit unit = unitOf.getOrDefault(key, visits.find(key));
        if (unit != null) {
            unit.heardOfChange();
        }
    }

    /** Shows and does what an operator wants of these resources. */
    public Hand hand() {
        return hand;
    }

    /** How all refreshes ended so far. */
    public Totals totals() {
        return tally.totals();
    }

    /** Every resource as it stands, in the order of the subjects, and those that come and go behind them. */
    public List<ResourceState> resources() {
        Map<ResourceKey, Member> members = new HashMap<>();
        List<Subject> every = everySubject();
        everyUnit()
                .forEach(unit -> unit.members()
                        .forEach(each -> members.put(each.subject().key(), each)));
        return every.stream()
                .filter(each -> members.containsKey(each.key()))
                .map(each -> new ResourceState(
                        each.endpoint().label(),
                        each.source().description(),
                        Objects.requireNonNull(members.get(each.key()))
                                .account()
                                .trouble()))
                .toList();
    }

    /** What is published at once: the subjects of each group, and each of the others by itself. */
    private static List<List<Subject>> together(List<Subject> subjects) {
        Map<String, List<Subject>> groups = new HashMap<>();
        List<List<Subject>> together = new ArrayList<>();
        for (Subject each : subjects) {
            String group = each.endpoint().refresh().group();
            List<Subject> fellows = group == null ? null : groups.get(group);
            if (fellows == null) {
                fellows = new ArrayList<>();
                together.add(fellows);
            }
            if (group != null) {
                groups.put(group, fellows);
            }
            fellows.add(each);
        }
        return together;
    }

    private List<Unit> everyUnit() {
        List<Unit> every = new ArrayList<>(units);
        every.addAll(visits.units());
        return every;
    }

    private List<Subject> everySubject() {
        List<Subject> every = new ArrayList<>(subjects);
        visits.units().forEach(each -> every.add(first(each)));
        return every;
    }

    private Unit unit(List<Subject> fellows) {
        if (fellows.size() > 1) {
            parts.cache().group(fellows.stream().map(Subject::key).toList());
        }
        List<Member> members = fellows.stream()
                .map(each -> new Member(
                        each,
                        new Publication(each, parts, offset),
                        new Account(each, parts.metrics(), tally, reticence(each)),
                        lanes.of(each.endpoint().source())))
                .toList();
        return new Unit(members, parts, pace(fellows));
    }

    private @Nullable Reticence reticence(Subject subject) {
        return subject.endpoint().template() == null
                ? null
                : reticences.computeIfAbsent(subject.endpoint().label(), _ -> new Reticence(parts.clock()));
    }

    /** Of a group the most patient bounds hold: its members fail together. */
    private Pace pace(List<Subject> fellows) {
        RefreshConfig refresh = fellows.getFirst().endpoint().refresh();
        Pace.Bounds bounds = new Pace.Bounds(
                refresh.shortest().toNanos(),
                refresh.longest().toNanos(),
                most(fellows, each -> each.endpoint().refresh().maxBackOff()),
                most(fellows, each -> each.endpoint().maxStale()));
        long seed = fellows.getFirst().name().hashCode() + parts.clock().nanoTime();
        return new Pace(bounds, new SplittableRandom(seed));
    }

    private static long most(List<Subject> fellows, Function<Subject, Duration> measure) {
        return fellows.stream().map(measure).mapToLong(Duration::toNanos).max().orElse(0);
    }

    /** The phases of the units by their names, for each interval by itself. */
    private Map<Long, Map<String, Long>> phases() {
        Map<Long, List<String>> names = new HashMap<>();
        for (Unit unit : units) {
            names.computeIfAbsent(interval(unit), _ -> new ArrayList<>()).add(unit.name());
        }
        Map<Long, Map<String, Long>> phases = new HashMap<>();
        names.forEach((interval, those) -> phases.put(interval, Phases.of(those, interval)));
        return phases;
    }

    private static Map<Long, Map<String, Long>> aloneIn(Unit unit) {
        return Map.of(interval(unit), Map.of(unit.name(), Phases.alone(unit.name(), interval(unit))));
    }

    private Ticks ticks(Unit unit, Map<Long, Map<String, Long>> phases) {
        long interval = interval(unit);
        if (first(unit).endpoint().refresh().align()) {
            return new AlignedTicks(interval, parts.clock());
        }
        long phase = phases.getOrDefault(interval, Map.of()).getOrDefault(unit.name(), 0L);
        return SteadyTicks.of(phase, interval, parts.clock().nanoTime());
    }

    /** An endpoint of several resources shows the longest. */
    private void longestWaits(Metrics.Values values) {
        Map<String, Double> byLabel = new LinkedHashMap<>();
        for (Unit unit : everyUnit()) {
            unit.members()
                    .forEach(each -> byLabel.merge(
                            each.subject().endpoint().label(), unit.waitNanos() / NANOS_PER_SECOND, Math::max));
        }
        byLabel.forEach((label, seconds) -> values.add(seconds, label));
    }

    private static long interval(Unit unit) {
        return first(unit).endpoint().refresh().shortest().toNanos();
    }

    private static Subject first(Unit unit) {
        return unit.members().getFirst().subject();
    }
}
