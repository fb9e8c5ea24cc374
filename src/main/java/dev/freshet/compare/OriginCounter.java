package dev.freshet.compare;

import org.jspecify.annotations.Nullable;

/** Who can say how many requests the origin got. Implementations are confined to one thread. */
public interface OriginCounter {
    /** Nobody can. */
    static OriginCounter unknown() {
        return new Unknown();
    }

    /** So far, by a counter that only grows; null: it could not be read. */
    @Nullable Long requests() throws InterruptedException;

    /** Whether requests that did not go through the front are counted too. */
    boolean countsDirect();

    /** Knows nothing. Immutable. */
    record Unknown() implements OriginCounter {
        @Override
        public @Nullable Long requests() {
            return null;
        }

        @Override
        public boolean countsDirect() {
            return true;
        }
    }
}
