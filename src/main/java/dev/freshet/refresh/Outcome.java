package dev.freshet.refresh;

import dev.freshet.observe.Fault;
import dev.freshet.refresh.gate.GateVerdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How one refresh ended. Immutable. */
sealed interface Outcome {
    /** A new version is in the cache. Immutable. */
    record Published() implements Outcome {}

    /** The source still holds what is published; only the time of confirmation moved. Immutable. */
    record Unchanged() implements Outcome {}

    /** The gate refused the payload; the last good snapshot stays as it was. Immutable. */
    record Refused(GateVerdict.Refused verdict) implements Outcome {}

    /**
     * No payload came; the last good snapshot stays as it was. Immutable.
     *
     * @param retryAfterSeconds how long the source asks to be left alone; 0: it does not
     * @param defect what was thrown, where the fault is Freshet's own
     */
    record Failed(
            Fault fault, long retryAfterSeconds, @Nullable Throwable defect) implements Outcome {
        /** Whether the source has nothing. */
        boolean isOfNothing() {
            return fault.reason() == Fault.Reason.MISSING;
        }

        /** Whether nothing came in time. */
        boolean isLate() {
            return switch (fault.reason()) {
                case DEADLINE, CONNECT_TIMEOUT, RESPONSE_TIMEOUT -> true;
                default -> false;
            };
        }
    }

    /** It could be published, but another of its group could not, so that neither was. Immutable. */
    record Held() implements Outcome {}

    /** Somebody else has published meanwhile, as after a reload; what came is older, and dropped. Immutable. */
    record Superseded() implements Outcome {}

    /** What a tick can come to. The lower-case name is the label in metrics. */
    enum Kind {
        PUBLISHED,
        UNCHANGED,
        REFUSED,
        FAILED,
        /** Good, but another of its group was not. */
        HELD,
        /** The refresh before was still running, so none began; or another refresher has taken over. */
        SKIPPED,
        /** An operator has paused it. */
        PAUSED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The label in metrics, such as {@code published}. */
        String label() {
            return label;
        }
    }

    /** What it is counted as. */
    default Kind kind() {
        return switch (this) {
            case Published _ -> Kind.PUBLISHED;
            case Unchanged _ -> Kind.UNCHANGED;
            case Refused _ -> Kind.REFUSED;
            case Failed _ -> Kind.FAILED;
            case Held _ -> Kind.HELD;
            case Superseded _ -> Kind.SKIPPED;
        };
    }
}
