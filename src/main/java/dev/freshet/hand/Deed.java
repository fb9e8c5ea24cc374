package dev.freshet.hand;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an act came to. Immutable, as every kind of it is. */
public sealed interface Deed {
    /**
     * It is done. Immutable.
     *
     * @param what in a word, such as {@code pinned}
     * @param version its number, where the act is about one; 0: it is not
     * @param etag of the version without a coding; null: the act is not about one
     */
    record Done(String what, long version, @Nullable String etag) implements Deed {
        /** Of an act that is not about a version. */
        public Done(String what) {
            this(what, 0, null);
        }
    }

    /**
     * It is not done. Immutable.
     *
     * @param word the reason in a word for the audit log, such as the gate's {@code too-large}
     * @param detail a sentence for the operator; may quote the payload
     */
    record Refused(Reason reason, String word, String detail) implements Deed {
        /** For a reason that says enough by itself. */
        public Refused(Reason reason, String detail) {
            this(reason, reason.name().toLowerCase(Locale.ROOT), detail);
        }
    }

    /** Why an act is not done. */
    enum Reason {
        /** There is no such resource, or no such version of it. */
        UNKNOWN,
        /** It does not go with the state of the resource. */
        CONFLICT,
        /** Another version is published than the one that was named. */
        MISMATCH,
        /** The gate refuses the payload: it is too large. */
        TOO_LARGE,
        /** The gate refuses the payload: it is of another media type than the endpoint's. */
        MEDIA_TYPE,
        /** The gate refuses the payload for what is in it. */
        GATE,
        /** Its turn did not come in time. */
        BUSY,
        /** A defect in Freshet; the log says more. */
        DEFECT
    }
}
