package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import java.util.Set;

/** Whether an exchange whose connection failed may begin anew, and where. Immutable. */
enum Retry {
    /** It fails. */
    NONE,
    /** On another server only; the same would hardly do better. */
    ELSEWHERE,
    /** On another server if there is one, else on the same. */
    ANYWHERE;

    private static final Set<Fault.Reason> NOT_CONNECTED =
            Set.of(Fault.Reason.CONNECT, Fault.Reason.CONNECT_TIMEOUT, Fault.Reason.TLS);

    /**
     * What a request that has never been sent may do, any may; one that has been sent must be safe to repeat, and nothing
     * of its answer may have come (RFC 9110 section 9.2.2, RFC 9112 section 9.3.1).
     *
     * @param repeatable whether the method is idempotent and none of the body has been sent
     */
    static Retry of(Fault.Reason reason, Reach reach, boolean repeatable) {
        return switch (reach) {
            case UNSENT -> NOT_CONNECTED.contains(reason) ? ELSEWHERE : NONE;
            case STALE, UNHEARD -> repeatable ? sent(reason) : NONE;
            case HEARD -> NONE;
        };
    }

    /** Whether there are exchanges that may begin anew after failing for {@code reason}. */
    static boolean possible(Fault.Reason reason) {
        return NOT_CONNECTED.contains(reason) || sent(reason) != NONE;
    }

    private static Retry sent(Fault.Reason reason) {
        if (reason == Fault.Reason.CLOSED) {
            return ANYWHERE;
        }
        return reason == Fault.Reason.RESPONSE_TIMEOUT ? ELSEWHERE : NONE;
    }
}
