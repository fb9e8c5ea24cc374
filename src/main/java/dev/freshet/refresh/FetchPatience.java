package dev.freshet.refresh;

import dev.freshet.config.EndpointConfig;
import java.time.Duration;

/**
 * How long a fetch is waited for: as long as its sources may take one after the other, and a little longer, for they should
 * end it themselves, and say why. Thread-safe: stateless.
 */
public final class FetchPatience {
    private static final Duration MARGIN = Duration.ofMillis(100);

    private FetchPatience() {}

    /**
     * With a fetch of {@code endpoint}, which asks its source, and its fallback where it has one.
     *
     * @param fallbackOnly whether the source has been asked in vain
     */
    public static Duration of(EndpointConfig endpoint, boolean fallbackOnly) {
        int sources = fallbackOnly || endpoint.fallback() == null ? 1 : 2;
        return endpoint.timeout().multipliedBy(sources).plus(MARGIN);
    }
}
