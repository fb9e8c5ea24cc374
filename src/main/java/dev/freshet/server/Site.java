package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import dev.freshet.decide.Decider;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import dev.freshet.server.pass.SharedCache;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What every listener and every event loop serves. Immutable; what it holds is thread-safe.
 *
 * @param endpoints how many endpoints there are
 * @param decider decides about requests
 * @param pass where what is no endpoint goes; null: nowhere
 * @param cache of what is passed
 * @param limits on clients
 * @param allocator of every buffer
 */
public record Site(
        int endpoints,
        Decider decider,
        @Nullable Upstream pass,
        SharedCache cache,
        LimitsConfig limits,
        Metrics metrics,
        Clock clock,
        ByteBufAllocator allocator) {}
