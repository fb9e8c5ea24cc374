package dev.freshet.decide;

import dev.freshet.config.PathTemplate;
import org.jspecify.annotations.Nullable;

/** An endpoint with variables in its path, as requests see it. Implementations are thread-safe and never block. */
public interface Template {
    /** What is constant about the answers of all its resources; its key is that of none. */
    Endpoint endpoint();

    /** Which paths it is for. */
    PathTemplate path();

    /** The resource at {@code path}, which is counted as asked for; null: it is not kept fresh. */
    @Nullable Endpoint resident(String path);

    /** Has the resource at {@code path}, which is not there, fetched for the first time, unless somebody has already. */
    Expected expect(String path);
}
