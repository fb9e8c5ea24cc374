package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Keeps every subject's snapshot in the cache fresh: fetches it again at its own fixed interval, whether or not anyone
 * asks, and publishes what passes the gate. A fetch that fails, hangs or brings what the gate refuses leaves the last good
 * snapshot as it is; whether that is still young enough to be served is decided by whoever reads the cache.
 * Thread-safe: each resource guards its own state; ticks run on the timer, gate and renderer on the pool.
 */
public final class Refresher {
    private final List<Subject> subjects;
    private final RefreshParts parts;
    private final Tally tally = new Tally();
    private final List<Resource> resources;
    private volatile List<Beat> beats = List.of();

    /** Registers the subjects' metrics; nothing is fetched before {@link #start}. */
    public Refresher(List<Subject> subjects, RefreshParts parts) {
        this.subjects = List.copyOf(subjects);
        this.parts = parts;
        Gate gate = new Gate();
        resources = this.subjects.stream()
                .map(each -> new Resource(
                        each, parts, new Publication(each, parts, gate), new Account(each, parts.metrics(), tally)))
                .toList();
        new SnapshotGauges(this.subjects, parts).register();
    }

    /**
     * Begins the first fetch of every subject, some at a time, and the ticks. To be called once.
     *
     * @return completes when every first refresh has ended, however it did; bounded by the deadlines of the fetches alone,
     *     so the caller sets its own. Giving up the wait changes nothing in the refreshing
     */
    public CompletableFuture<Void> start() {
        long startNanos = parts.clock().nanoTime();
        List<Beat> started = new ArrayList<>(resources.size());
        for (int i = 0; i < resources.size(); i++) {
            Ticks ticks = Ticks.spread(i, subjects.get(i).endpoint().refresh(), startNanos);
            started.add(new Beat(resources.get(i), ticks, parts));
        }
        beats = List.copyOf(started);
        beats.forEach(Beat::start);
        return new Opening(resources).begin();
    }

    /**
     * Ends the ticks and gives up what is being fetched; what already passed the fetch may still be published. Completes
     * the future of {@link #start}. Does not wait.
     */
    public void stop() {
        beats.forEach(Beat::stop);
        resources.forEach(Resource::stop);
    }

    /**
     * Begins a refresh of every resource that is {@code wanted} and not being refreshed already; the snapshots there are
     * go on being served meanwhile. Returns how many are wanted.
     */
    public int refreshNow(Predicate<ResourceKey> wanted) {
        List<Resource> found = IntStream.range(0, resources.size())
                .filter(i -> wanted.test(subjects.get(i).key()))
                .mapToObj(resources::get)
                .toList();
        found.forEach(Resource::tick);
        return found.size();
    }

    /** How all refreshes ended so far. */
    public Totals totals() {
        return tally.totals();
    }

    /** Every resource as it stands, in the order of the subjects. */
    public List<ResourceState> resources() {
        return resources.stream().map(Resource::state).toList();
    }
}
