package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is there for as long as it is asked for, by path and within a bound: where there are too many, those that are asked
 * for least often leave, which may be the newcomer (TinyLFU). Each read is remembered for that. Thread-safe: Caffeine's.
 */
public final class Residents<T> {
    private final Cache<String, T> entries;

    /** Why one leaves. */
    public enum Leaving {
        /** Nobody asks for it. */
        IDLE,
        /** Others are asked for more often. */
        CROWDED_OUT,
        /** It was removed, or replaced. */
        DISMISSED
    }

    /**
     * At most {@code most}; {@code left} is told, soon and on {@code executor}, of each that is there no more: by then the same
     * path may have another.
     */
    public Residents(int most, Duration idleAfter, Clock clock, Executor executor, BiConsumer<T, Leaving> left) {
        entries = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(idleAfter)
                .ticker(clock::nanoTime)
                .executor(executor)
                .removalListener((@Nullable String _, @Nullable T value, RemovalCause cause) -> {
                    if (value != null) {
                        left.accept(value, leaving(cause));
                    }
                })
                .build();
    }

    /** What is there for {@code path}, for whom it is now one time more that it was asked for. Does not block. */
    public @Nullable T get(String path) {
        return entries.getIfPresent(path);
    }

    /** From now on {@code value} is there for {@code path}, unless it is crowded out. */
    public void put(String path, T value) {
        entries.put(path, value);
    }

    /** Nothing is there for {@code path} any more, if it was {@code value}. */
    public void remove(String path, T value) {
        entries.asMap().remove(path, value);
    }

    /** Lets those go that nobody asks for; without this, only who comes and goes would make them. */
    public void sweep() {
        entries.cleanUp();
    }

    /** All that are there, in no order. */
    public Collection<T> all() {
        return List.copyOf(entries.asMap().values());
    }

    /** About how many there are. */
    public long size() {
        return entries.estimatedSize();
    }

    private static Leaving leaving(RemovalCause cause) {
        return switch (cause) {
            case EXPIRED -> Leaving.IDLE;
            case SIZE -> Leaving.CROWDED_OUT;
            case EXPLICIT, REPLACED, COLLECTED -> Leaving.DISMISSED;
        };
    }
}
