package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The health checks of every server of an upstream, all on one event loop, over connections of their own. Thread-safe: the
 * list does not change, the checks in it are confined to the loop.
 */
final class HealthChecks {
    private final EventLoop loop;
    private final List<HealthCheck> checks;

    private HealthChecks(EventLoop loop, List<HealthCheck> checks) {
        this.loop = loop;
        this.checks = checks;
    }

    /** Begins to check each server of {@code parts} on {@code loop}. */
    static HealthChecks start(
            UpstreamParts parts, UpstreamConfig.Health config, EventLoop loop, SplittableRandom random) {
        List<HealthCheck> checks = new ArrayList<>();
        for (int i = 0; i < parts.health().size(); i++) {
            UpstreamParts apart = parts.apart(i, config);
            LoopPool pool = new LoopPool(loop, apart, new LoopShare(1, 1, 0, 0, 0), random.split());
            checks.add(new HealthCheck(pool, config, parts.health().get(i)));
        }
        loop.execute(() -> checks.forEach(HealthCheck::run));
        return new HealthChecks(loop, List.copyOf(checks));
    }

    /** Ends them; one that is under way is given up. Idempotent. */
    void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> checks.forEach(HealthCheck::close));
        }
    }
}
