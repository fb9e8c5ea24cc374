package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The paths for which a source had nothing, remembered for a while so that it is not asked again at once. Thread-safe: Caffeine's. */
public final class MissingPaths {
    private static final long MOST = 100_000;

    private final Cache<String, Boolean> paths;

    /** {@code executor} runs Caffeine's maintenance. */
    public MissingPaths(Duration rememberedFor, Clock clock, Executor executor) {
        paths = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(rememberedFor)
                .ticker(clock::nanoTime)
                .executor(executor)
                .build();
    }

    /** Whether there was nothing for {@code path} a moment ago. */
    public boolean contains(String path) {
        return paths.getIfPresent(path) != null;
    }

    /** There is nothing for {@code path}. */
    public void add(String path) {
        paths.put(path, Boolean.TRUE);
    }

    /** Lets go of what is over. */
    public void sweep() {
        paths.cleanUp();
    }

    /** About how many are remembered. */
    public long size() {
        return paths.estimatedSize();
    }
}
