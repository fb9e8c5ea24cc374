package dev.freshet.source.redis;

/** One configured Redis, whatever it consists of. Implementations are thread-safe and never block the caller. */
public sealed interface Redis permits OpenedRedis {
    /**
     * Sends what {@code inquiry} asks, together with what others ask at this moment. The inquiry is answered or failed,
     * once, on the thread of this Redis or, where that has ended, on the caller's.
     */
    void ask(Inquiry inquiry);

    /**
     * Has {@code changed} run whenever what {@code interest} names may have changed, and whenever the connection has come
     * back. It runs on the thread of this Redis, may ask it at once, and must not block.
     */
    void watch(Interest interest, Runnable changed);

    /** Whether a question could be sent now. */
    boolean connected();
}
