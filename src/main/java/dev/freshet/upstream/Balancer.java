package dev.freshet.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the server for the next exchange. Implementations are confined to one event loop. */
interface Balancer {
    /**
     * One of {@code servers} that can take an exchange now, or null where none can.
     *
     * @param except never chosen: it has just failed; null: all may be
     */
    @Nullable ServerPool choose(List<ServerPool> servers, @Nullable ServerPool except);
}
