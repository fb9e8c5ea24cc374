package dev.freshet.testing;

import dev.freshet.config.CorsConfig;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.GateConfig;
import dev.freshet.config.RefreshConfig;
import dev.freshet.config.SourceConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Endpoints of an exact path, with as many earlier versions as there are unless configured. Immutable: it has no state. */
public final class StandardEndpoint {
    private StandardEndpoint() {}

    /** An endpoint; for what each argument is, see {@link EndpointConfig}. */
    public static EndpointConfig of(
            String path,
            @Nullable String host,
            SourceConfig source,
            @Nullable SourceConfig fallback,
            RefreshConfig refresh,
            Duration maxStale,
            Duration timeout,
            String contentType,
            EndpointConfig.Query query,
            @Nullable CorsConfig cors,
            @Nullable String cacheControl,
            GateConfig gate) {
        return new EndpointConfig(
                path,
                host,
                source,
                fallback,
                refresh,
                maxStale,
                timeout,
                contentType,
                query,
                cors,
                cacheControl,
                gate,
                EndpointConfig.STANDARD_VERSIONS,
                null);
    }
}
