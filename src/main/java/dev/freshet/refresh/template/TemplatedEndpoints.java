package dev.freshet.refresh.template;

import dev.freshet.config.EndpointConfig;
import dev.freshet.decide.Template;
import dev.freshet.refresh.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints with variables in their paths, and the sweep that lets go, once a second, what nobody asks for. Thread-safe:
 * the list does not change, its elements are thread-safe, and the sweep is over before the next is scheduled.
 */
public final class TemplatedEndpoints {
    private static final Logger log = LoggerFactory.getLogger(TemplatedEndpoints.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final TemplateParts parts;
    private final List<TemplateResources> templates;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Scheduled next;

    /** Those among {@code endpoints}, whose indices are their places there; the resources have those behind them. */
    public TemplatedEndpoints(List<EndpointConfig> endpoints, TemplateParts parts) {
        this.parts = parts;
        List<TemplateResources> made = new ArrayList<>();
        int first = endpoints.size();
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).template() != null) {
                made.add(new TemplateResources(i, first, endpoints.get(i), parts));
                first += TemplateResources.places(endpoints.get(i));
            }
        }
        templates = List.copyOf(made);
    }

    /** How many indices the resources of all templates among {@code endpoints} need. */
    public static int places(List<EndpointConfig> endpoints) {
        return endpoints.stream().mapToInt(TemplateResources::places).sum();
    }

    /** As requests see them. */
    public List<Template> templates() {
        return List.copyOf(templates);
    }

    /** How many resources are kept fresh, about. */
    public long resources() {
        return templates.stream().mapToLong(TemplateResources::size).sum();
    }

    /** Sweeps from now on. */
    public void start() {
        if (!templates.isEmpty()) {
            await();
        }
    }

    /** Sweeps no more. */
    public void stop() {
        stopped = true;
        Timer.Scheduled waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    private void await() {
        next = parts.timer().schedule(parts.clock().nanoTime() + PAUSE_NANOS, this::handOver);
    }

    private void handOver() {
        try {
            parts.pool().execute(this::sweep);
        } catch (RejectedExecutionException e) {
            log.debug("the pool has ended, and with it the process", e);
        }
    }

    private void sweep() {
        try {
            templates.forEach(TemplateResources::sweep);
        } catch (RuntimeException e) {
            log.error("what nobody asks for could not be let go", e);
        } finally {
            if (!stopped) {
                await();
            }
        }
    }
}
