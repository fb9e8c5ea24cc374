package dev.freshet.refresh.template;

import dev.freshet.cache.MissingPaths;
import dev.freshet.cache.Residents;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.PathTemplate;
import dev.freshet.config.TemplateConfig;
import dev.freshet.decide.Arrival;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.Expected;
import dev.freshet.decide.Template;
import dev.freshet.observe.Metric;
import dev.freshet.refresh.FetchPatience;
import dev.freshet.refresh.FirstRefresh;
import dev.freshet.refresh.Timer;
import dev.freshet.refresh.Upkeep;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of one template. A path that is asked for and not kept fresh is fetched once for all who wait, within the
 * rate that is allowed; what comes becomes a resident, which is kept fresh until it is crowded out or nobody asks for it.
 * Thread-safe: the directory of residents and the map of asks are concurrent, and an ask leaves that map only when its result
 * is where the next request looks.
 */
final class TemplateResources implements Template {
    private static final Logger log = LoggerFactory.getLogger(TemplateResources.class);

    /** Places beyond the bound: whoever is crowded out has his until the pool gets to it. */
    private static final int PLACES_BESIDE = 256;

    /** For what follows the fetch: the gate, the renderer, and the way there; a fetch that is given up has ended before. */
    private static final Duration AFTER_FETCH = Duration.ofMillis(100);

    private final EndpointConfig config;
    private final TemplateConfig bounds;
    private final TemplateParts parts;
    private final Endpoint endpoint;
    private final Places places;
    private final Residents<Resident> residents;
    private final MissingPaths missing;
    private final Allowance allowance;
    private final Comings comings;
    private final long patienceNanos;
    private final ConcurrentMap<String, Ask> asks = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** One that is kept fresh. Immutable. */
    private record Resident(String path, Endpoint endpoint, Upkeep upkeep) {}

    /** {@code index}: of the template among the endpoints; its resources have {@link #places} indices from {@code first} on. */
    TemplateResources(int index, int first, EndpointConfig config, TemplateParts parts) {
        this.config = config;
        this.bounds = Objects.requireNonNull(config.template());
        this.parts = parts;
        this.endpoint = Endpoint.of(index, config);
        this.places = new Places(first, places(config));
        this.residents =
                new Residents<>(bounds.maxResources(), bounds.idleAfter(), parts.clock(), parts.pool(), this::left);
        this.missing = new MissingPaths(bounds.missingFor(), parts.clock(), parts.pool());
        this.allowance = new Allowance(bounds.firstFetches(), parts.clock());
        this.comings = new Comings(parts.metrics(), config.label());
        this.patienceNanos = FetchPatience.of(config, false).plus(AFTER_FETCH).toNanos();
        parts.metrics()
                .contribute(Metric.TEMPLATE_RESOURCES, values -> values.add((double) residents.size(), config.label()));
    }

    /** How many indices the resources of {@code config}, a template, need. */
    static int places(EndpointConfig config) {
        TemplateConfig bounds = config.template();
        return bounds == null ? 0 : bounds.maxResources() + PLACES_BESIDE;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public PathTemplate path() {
        return bounds.path();
    }

    @Override
    public @Nullable Endpoint resident(String path) {
        Resident resident = residents.get(path);
        return resident == null ? null : resident.endpoint();
    }

    @Override
    public Expected expect(String path) {
        if (missing.contains(path)) {
            return told(new Arrival.Missing(false));
        }
        Ask mine = new Ask();
        Ask other = asks.putIfAbsent(path, mine);
        if (other != null) {
            comings.collapsed();
            return other.join();
        }
        Arrival known = known(path);
        if (known != null) {
            asks.remove(path, mine);
            mine.land(known);
            comings.collapsed();
            return mine.join();
        }
        if (underWay.incrementAndGet() > bounds.firstFetches().count() || !allowance.take()) {
            underWay.decrementAndGet();
            asks.remove(path, mine);
            mine.land(new Arrival.Crowded());
            return told(new Arrival.Crowded());
        }
        begin(path, mine);
        return mine.expected();
    }

    /** How many are kept fresh, about. */
    long size() {
        return residents.size();
    }

    /** Lets those go that nobody asks for, and those for which the source has nothing any more, once they may not be served. */
    void sweep() {
        residents.sweep();
        missing.sweep();
        long nowMillis = parts.clock().epochMillis();
        for (Resident each : residents.all()) {
            if (each.upkeep().sourceHasNothing()) {
                Snapshot snapshot = parts.cache().get(each.endpoint().key());
                if (snapshot == null || !each.endpoint().mayServe(snapshot, nowMillis)) {
                    residents.remove(each.path(), each);
                }
            }
        }
    }

    private Expected told(Arrival arrival) {
        comings.count(arrival);
        return Expected.known(arrival);
    }

    /** What a fetch that was over just now has brought: between the look at the residents and the ask. */
    private @Nullable Arrival known(String path) {
        Resident resident = residents.get(path);
        Snapshot snapshot =
                resident == null ? null : parts.cache().get(resident.endpoint().key());
        if (resident != null && snapshot != null) {
            return new Arrival.Came(resident.endpoint(), snapshot, true);
        }
        return missing.contains(path) ? new Arrival.Missing(false) : null;
    }

    private void begin(String path, Ask ask) {
        EndpointConfig resource = config.resource(path);
        try {
            if (resource == null) {
                land(path, ask, new Arrival.Missing(false)); // nobody asks for what the template is not for
            } else {
                fetch(path, resource, ask);
            }
        } catch (RuntimeException e) {
            log.error("{}: {} could not be fetched", config.label(), path, e);
            land(path, ask, new Arrival.Failed());
        }
    }

    private void fetch(String path, EndpointConfig resource, Ask ask) {
        Timer.Scheduled deadline =
                parts.timer().schedule(parts.clock().nanoTime() + patienceNanos, () -> ask.land(new Arrival.Late()));
        Upkeep upkeep = parts.refresher().take(parts.subjects().apply(config, resource));
        var _ = upkeep.first().thenAccept(first -> {
            deadline.cancel();
            land(path, ask, arrival(first, path, resource, upkeep));
        });
    }

    private void land(String path, Ask ask, Arrival arrival) {
        asks.remove(path, ask);
        underWay.decrementAndGet();
        comings.count(arrival);
        ask.land(arrival);
    }

    /** What {@code first} means; where that is no resident, its upkeep ends. */
    private Arrival arrival(FirstRefresh first, String path, EndpointConfig resource, Upkeep upkeep) {
        try {
            return switch (first) {
                case FirstRefresh.Good(Snapshot snapshot) -> admit(path, resource, upkeep, snapshot);
                case FirstRefresh.Missing _ -> {
                    upkeep.end();
                    missing.add(path);
                    yield new Arrival.Missing(true);
                }
                case FirstRefresh.Failed _ -> {
                    upkeep.end();
                    yield new Arrival.Failed();
                }
                case FirstRefresh.Late _ -> {
                    upkeep.end();
                    yield new Arrival.Late();
                }
            };
        } catch (RuntimeException e) {
            log.error("{}: {} could not be taken in", config.label(), path, e);
            upkeep.end();
            return new Arrival.Failed();
        }
    }

    private Arrival admit(String path, EndpointConfig resource, Upkeep upkeep, Snapshot snapshot) {
        int index = places.take();
        if (index < 0) {
            upkeep.end();
            return new Arrival.Came(Endpoint.of(endpoint.index(), resource), snapshot, false);
        }
        Endpoint own = Endpoint.of(index, resource);
        parts.demand().assign(own.key(), index);
        residents.put(path, new Resident(path, own, upkeep));
        return new Arrival.Came(own, snapshot, true);
    }

    private void left(Resident resident, Residents.Leaving leaving) {
        comings.count(leaving);
        resident.upkeep().end();
        parts.demand().withdraw(resident.endpoint().key(), resident.endpoint().index());
        places.giveBack(resident.endpoint().index());
    }
}
