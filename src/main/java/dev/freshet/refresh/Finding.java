package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Snapshot;
import dev.freshet.observe.Fault;
import dev.freshet.refresh.gate.GateVerdict;
import dev.freshet.refresh.gate.Mark;
import dev.freshet.source.Validators;
import org.jspecify.annotations.Nullable;

/** What a fetch came to, as the gate sees it; nothing has been published yet. Immutable, as every kind of it is. */
sealed interface Finding {
    /**
     * A payload that may be published. Immutable.
     *
     * @param before what is published now; null: nothing
     * @param mark how new the payload says it is; null: nobody asks
     * @param confirmedAtMillis of the snapshot to come
     */
    record News(
            @Nullable Snapshot before,
            Payload payload,
            @Nullable Mark mark,
            long confirmedAtMillis,
            Validators validators)
            implements Finding {}

    /**
     * The source still holds what is published. Immutable.
     *
     * @param before what is published now
     */
    record Same(Snapshot before, long confirmedAtMillis, Validators validators) implements Finding {}

    /**
     * A payload that must not be published. Immutable.
     *
     * @param byFallback whether it came from the fallback, so that there is nobody left to ask
     */
    record Refused(GateVerdict.Refused verdict, boolean byFallback) implements Finding {}

    /**
     * No payload. Immutable.
     *
     * @param retryAfterSeconds how long the source asks to be left alone; 0: it does not
     * @param defect what was thrown, where the fault is Freshet's own
     */
    record Failed(
            Fault fault, long retryAfterSeconds, @Nullable Throwable defect) implements Finding {
        /** Freshet's own failure to do {@code what}. */
        static Failed defect(String what, @Nullable Throwable thrown) {
            String detail = thrown == null ? what : what + ": " + thrown;
            return new Failed(new Fault(Fault.Reason.INTERNAL, detail), 0, thrown);
        }
    }

    /** The same, if it is good, with other validators. */
    default Finding given(Validators others) {
        return switch (this) {
            case News news -> new News(news.before, news.payload, news.mark, news.confirmedAtMillis, others);
            case Same same -> new Same(same.before, same.confirmedAtMillis, others);
            case Refused _, Failed _ -> this;
        };
    }

    /** Whether the resource is, or can be, as its source has it. */
    default boolean isGood() {
        return switch (this) {
            case News _, Same _ -> true;
            case Refused _, Failed _ -> false;
        };
    }
}
