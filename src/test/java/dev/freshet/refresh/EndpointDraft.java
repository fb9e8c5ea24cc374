package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.GateConfig;
import dev.freshet.config.RefreshConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.source.Source;
import dev.freshet.testing.StandardEndpoint;
import java.time.Duration;

/** An endpoint in the making, refreshed each second from an upstream unless told otherwise. Confined to the thread of the test. */
final class EndpointDraft {
    static final Duration TIMEOUT = Duration.ofMillis(700);
    static final long MAX_BYTES = 1000;

    private final String path;
    private Duration shortest = Duration.ofSeconds(1);
    private Duration longest = Duration.ofSeconds(1);
    private Duration maxBackOff = Duration.ofSeconds(1);
    private Duration maxStale = Duration.ofSeconds(60);
    private Duration timeout = TIMEOUT;
    private boolean align;
    private boolean fallback;
    private boolean pushed;
    private String group;
    private String upstream = "api";
    private GateConfig gate = new GateConfig(MAX_BYTES);

    EndpointDraft(String path) {
        this.path = path;
    }

    /** Its failures lead to no longer waits, unless told afterwards. */
    EndpointDraft every(Duration interval) {
        return between(interval, interval);
    }

    EndpointDraft between(Duration least, Duration most) {
        shortest = least;
        longest = most;
        maxBackOff = least;
        return this;
    }

    EndpointDraft maxBackOff(Duration most) {
        maxBackOff = most;
        return this;
    }

    EndpointDraft maxStale(Duration most) {
        maxStale = most;
        return this;
    }

    EndpointDraft timeout(Duration most) {
        timeout = most;
        return this;
    }

    EndpointDraft aligned() {
        align = true;
        return this;
    }

    EndpointDraft withFallback() {
        fallback = true;
        return this;
    }

    /** Its payload is put here; with a fallback that is fetched each second. */
    EndpointDraft pushed() {
        pushed = true;
        fallback = true;
        return this;
    }

    EndpointDraft group(String name) {
        group = name;
        return this;
    }

    EndpointDraft upstream(String name) {
        upstream = name;
        return this;
    }

    EndpointDraft gate(GateConfig config) {
        gate = config;
        return this;
    }

    EndpointConfig config() {
        SourceConfig from = new SourceConfig.FromUpstream(upstream, path);
        return StandardEndpoint.of(
                path,
                null,
                pushed ? new SourceConfig.FromPush() : from,
                fallback ? from : null,
                new RefreshConfig(shortest, longest, align, maxBackOff, group),
                maxStale,
                timeout,
                "application/json",
                EndpointConfig.Query.EXACT,
                null,
                null,
                gate);
    }

    Subject from(Source source) {
        return new Subject(new ResourceKey(null, path, true), config(), source);
    }
}
