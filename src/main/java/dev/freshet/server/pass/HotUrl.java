package dev.freshet.server.pass;

import dev.freshet.cache.AskRate;
import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredResponse;
import dev.freshet.config.AutoHotConfig;
import dev.freshet.decide.caching.Validation;
import dev.freshet.decide.caching.Variants;
import dev.freshet.upstream.Upstream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A passed URL that is kept fresh in the store while it is asked for often. Confined to the event loop on which it became hot;
 * the demand is counted by all.
 */
final class HotUrl {
    /** It is let go after so many windows of demand below half the rate. */
    private static final int COOLING_WINDOWS = 5;

    private final HotUrls all;
    private final Passes passes;
    private final Upstream upstream;
    private final PassRequest asked;
    private final AutoHotConfig config;
    private final AskRate rate;
    private final Runnable letGo;
    private long warmWindow;

    /** {@code letGo} is run once, when it is not kept fresh any more. */
    HotUrl(
            HotUrls all,
            Passes passes,
            Upstream upstream,
            PassRequest asked,
            AutoHotConfig config,
            AskRate rate,
            Runnable letGo) {
        this.all = all;
        this.passes = passes;
        this.upstream = upstream;
        this.asked = asked;
        this.config = config;
        this.rate = rate;
        this.letGo = letGo;
    }

    /** Refreshes from now on. */
    void begin() {
        warmWindow = all.window(config);
        refresh();
    }

    private void refresh() {
        List<StoredResponse> stored = passes.store().find(asked.key());
        StoredHead selected = Variants.select(
                stored.stream().map(StoredResponse::head).toList(),
                asked.request().fields());
        if (selected == null
                || selected.terms().noCache()
                || isCold()
                || passes.loop().isShuttingDown()) {
            letGo.run();
            return;
        }
        passes.revalidate(upstream, asked, Validation.ofSelected(selected), stored);
        var _ = passes.loop().schedule(this::refresh, waitMillis(selected), TimeUnit.MILLISECONDS);
    }

    private boolean isCold() {
        long window = all.window(config);
        if (rate.countIn(window) * 2 >= config.rate().count()) {
            warmWindow = window;
        }
        return Math.floorMod(window - warmWindow, AskRate.WINDOWS) > COOLING_WINDOWS;
    }

    /** The interval; less, but at least half of it, where the response would be stale before. */
    private long waitMillis(StoredHead selected) {
        long interval = config.refresh().toMillis();
        long fresh = selected.terms().lifetimeSeconds() * 1000 - selected.initialAgeMillis();
        return Math.clamp(fresh * 4 / 5, interval / 2, interval);
    }
}
