package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import java.util.concurrent.Executor;

/**
 * Where payloads are judged and rendered: large ones by themselves, so that no other waits for them. Both bounded; a task that
 * one rejects is a failed refresh. Thread-safe, as both are.
 *
 * @param small a few threads
 * @param large one thread, that gives way to others
 */
public record Pools(Executor small, Executor large) {
    /** From here on a payload is large. */
    static final int LARGE_BYTES = 256 * 1024;

    /** The one for {@code payload}. */
    Executor of(Payload payload) {
        return payload.bytes().length < LARGE_BYTES ? small : large;
    }
}
