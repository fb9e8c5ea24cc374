package dev.freshet.admin;

import dev.freshet.observe.Metrics;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** The metrics, for Prometheus. Immutable; the metrics behind it are thread-safe. */
final class MetricsPage implements Page {
    private final Metrics metrics;

    MetricsPage(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public String summary() {
        return "metrics in the text format of Prometheus";
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        return new Reply(HttpResponseStatus.OK, Metrics.EXPOSITION_TYPE, metrics.exposition(), Map.of());
    }
}
