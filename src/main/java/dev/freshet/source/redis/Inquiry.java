package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import java.time.Duration;
import java.util.List;

/**
 * Commands that belong together, and who wants to know the replies. Several are one transaction wherever the server can
 * hold all of their keys, so that what they read is of one moment. Implementations hand what takes long to another thread;
 * they are confined to the thread of the Redis.
 */
public interface Inquiry {
    /** What is asked, at least one; always the same. */
    List<WireCommand> commands();

    /** How long it may take from the moment it is sent. */
    Duration timeout();

    /** The most bytes all replies may hold together, each element counted as one byte more. */
    long maxBytes();

    /** Every command was answered without an error; {@code replies} in the order of the commands. */
    void answered(List<Reply> replies);

    /** No answer, or an error instead of one. */
    void failed(Fault fault);
}
