package dev.freshet.server.pass;

import dev.freshet.config.AutoHotConfig;
import dev.freshet.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is passed to. Immutable; the upstream is confined to event loops.
 *
 * @param autoHot when what is passed there is refreshed; null: never
 */
public record Route(Upstream upstream, @Nullable AutoHotConfig autoHot) {}
