package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/** Whether a response is stored (RFC 9111 section 3). Immutable, as both kinds are. */
public sealed interface StorageDecision {
    /** Store it under {@code head}, once its body has come whole. Immutable. */
    record Store(StoredHead head) implements StorageDecision {}

    /** Do not store it. Immutable. */
    record Refuse(Refusal reason) implements StorageDecision {
        /** Whether it says nothing of what others would get: it is for one client, or he wanted nothing stored. */
        public boolean isForOne() {
            return reason == Refusal.PRIVATE || reason == Refusal.AUTHORIZATION || reason == Refusal.REQUEST;
        }
    }

    /** Why a response is not stored. Immutable. */
    enum Refusal {
        /** Only responses to GET are stored. */
        METHOD,
        /** The request had content, or said {@code no-store}. */
        REQUEST,
        /** Interim, partial, or an answer to the conditions of one request. */
        STATUS,
        /** It says {@code must-understand}, and the status is not understood. */
        NOT_UNDERSTOOD,
        /** It says {@code no-store}. */
        NO_STORE,
        /** It says {@code private}. */
        PRIVATE,
        /** The request had credentials, and nothing says that the answer is for others too. */
        AUTHORIZATION,
        /** Nothing says that it may be stored, and its status does not either. */
        NOT_CACHEABLE,
        /** It sets a cookie, and nothing says how long it is fresh. */
        SET_COOKIE,
        /** Its Vary matches no request. */
        VARY,
        /** It would never be used: it is stale from the beginning, and cannot be validated. */
        USELESS
    }
}
