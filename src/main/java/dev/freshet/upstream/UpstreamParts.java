package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the event loops of an upstream share. Thread-safe: its parts are.
 *
 * @param config what it is
 * @param transport what it connects with
 * @param tls asked for {@code https} servers only
 * @param counters of failed exchanges and retries
 * @param health of each server, in the order of the configuration
 * @param openConnections of all loops
 */
record UpstreamParts(
        UpstreamConfig config,
        Transport transport,
        UpstreamTls tls,
        UpstreamCounters counters,
        List<ServerHealth> health,
        AtomicInteger openConnections) {

    /** Registers the metrics of an upstream. */
    static UpstreamParts of(UpstreamConfig config, Transport transport, UpstreamTls tls, Metrics metrics) {
        AtomicInteger openConnections = new AtomicInteger();
        String name = config.name();
        boolean lone = config.servers().size() == 1; // there would be nobody to spare it
        UpstreamConfig.Ejection ejection = lone ? null : config.resilience().ejection();
        List<ServerHealth> health = config.servers().stream()
                .map(uri -> new ServerHealth(name, ServerAddress.label(uri), ejection, metrics))
                .toList();
        metrics.contribute(Metric.UPSTREAM_CONNECTIONS, values -> values.add(openConnections.get(), name));
        metrics.contribute(
                Metric.UPSTREAM_SERVER_UP,
                values -> health.forEach(each -> values.add(each.trusted() ? 1 : 0, name, each.label())));
        UpstreamCounters counters = new UpstreamCounters(metrics, name);
        return new UpstreamParts(config, transport, tls, counters, health, openConnections);
    }

    /** For exchanges with the server of number {@code index} that nothing else is to know of: its health checks. */
    UpstreamParts apart(int index, UpstreamConfig.Health checks) {
        var timeouts = new UpstreamConfig.Timeouts(
                checks.timeout(), checks.timeout(), checks.every().multipliedBy(2));
        var resilience = new UpstreamConfig.Resilience(UpstreamConfig.Balance.ROUND_ROBIN, 0, 0, null, null);
        var alone = new UpstreamConfig(
                config.name(), List.of(config.servers().get(index)), 1, timeouts, config.ca(), resilience);
        return new UpstreamParts(
                alone,
                transport,
                tls,
                UpstreamCounters.silent(),
                List.of(health.get(index).unjudged()),
                new AtomicInteger());
    }
}
