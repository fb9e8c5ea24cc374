package dev.freshet.refresh;

import dev.freshet.refresh.state.StateFolder;
import java.util.concurrent.Executor;

/**
 * How the last good snapshots outlive the process. Immutable.
 *
 * @param folder where they are kept
 * @param writer writes them; one thread, whose owner lets it end what it has begun
 */
public record Keeping(StateFolder folder, Executor writer) {}
