package dev.freshet.decide.caching;

import org.jspecify.annotations.Nullable;

/**
 * How the cache handled a request: this cache's member of Cache-Status (RFC 9211 section 2), a structured field. What was a
 * hit was not forwarded, so the one kind has what the other cannot. Immutable, as every kind of it is.
 */
public sealed interface CacheStatus {
    /** The member, to be added after those of caches nearer to the origin. */
    String value();

    /** The same, telling the key that the request was looked up by (section 2.7). */
    CacheStatus withKey(String lookedUp);

    /**
     * Answered from the store without asking the upstream (section 2.1). Immutable.
     *
     * @param ttlSeconds what was left of the lifetime (section 2.6); negative: stale
     * @param key what it is stored under (section 2.7); null: not told
     * @param detail anything more (section 2.8); null: nothing
     */
    record Hit(
            long ttlSeconds, @Nullable String key, @Nullable String detail) implements CacheStatus {
        @Override
        public Hit withKey(String lookedUp) {
            return new Hit(ttlSeconds, lookedUp, detail);
        }

        @Override
        public String value() {
            return new StatusMember()
                    .flag("hit", true)
                    .bare("ttl", Long.toString(ttlSeconds))
                    .quoted("key", key)
                    .text("detail", detail)
                    .toString();
        }
    }

    /**
     * Answered by asking the upstream (section 2.2). Immutable.
     *
     * @param status what the upstream answered, told where it is not what the client gets (section 2.3); 0: not told
     * @param stored whether its answer was stored (section 2.4)
     * @param collapsed whether it was one question with another request's (section 2.5)
     * @param key what it is stored under (section 2.7); null: not told
     * @param detail anything more (section 2.8); null: nothing
     */
    record Forwarded(
            ForwardReason reason,
            int status,
            boolean stored,
            boolean collapsed,
            @Nullable String key,
            @Nullable String detail)
            implements CacheStatus {

        /** For {@code reason}, with nothing more to tell. */
        public static Forwarded of(ForwardReason reason) {
            return new Forwarded(reason, 0, false, false, null, null);
        }

        /** The same, telling what the upstream answered. */
        public Forwarded withStatus(int answered) {
            return new Forwarded(reason, answered, stored, collapsed, key, detail);
        }

        /** The same, the answer having been stored. */
        public Forwarded withStored() {
            return new Forwarded(reason, status, true, collapsed, key, detail);
        }

        /** The same, the question having been another request's too. */
        public Forwarded withCollapsed() {
            return new Forwarded(reason, status, stored, true, key, detail);
        }

        @Override
        public Forwarded withKey(String lookedUp) {
            return new Forwarded(reason, status, stored, collapsed, lookedUp, detail);
        }

        /** The same, telling something more. */
        public Forwarded withDetail(String more) {
            return new Forwarded(reason, status, stored, collapsed, key, more);
        }

        @Override
        public String value() {
            return new StatusMember()
                    .bare("fwd", reason.token())
                    .bare("fwd-status", status == 0 ? null : Integer.toString(status))
                    .flag("stored", stored)
                    .flag("collapsed", collapsed)
                    .quoted("key", key)
                    .text("detail", detail)
                    .toString();
        }
    }

    /**
     * Answered by the cache itself, which had nothing in store and was not to ask. Immutable.
     *
     * @param key what was looked for (section 2.7); null: not told
     * @param detail why
     */
    record Generated(@Nullable String key, String detail) implements CacheStatus {
        @Override
        public Generated withKey(String lookedUp) {
            return new Generated(lookedUp, detail);
        }

        @Override
        public String value() {
            return new StatusMember().quoted("key", key).text("detail", detail).toString();
        }
    }
}
