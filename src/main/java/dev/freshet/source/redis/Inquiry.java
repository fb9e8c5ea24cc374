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

    /** Whether its only command goes behind ASKING: to a node of a cluster that is taking over its slot. */
    default boolean asking() {
        return false;
    }

    /** Every command was answered without an error; {@code replies} in the order of the commands. */
    void answered(List<Reply> replies);

    /** No answer, or an error instead of one. */
    void failed(Fault fault);

    /** The server refused {@code command} with its words; told instead of {@link #failed}. */
    default void refused(WireCommand command, String error) {
        failed(RedisFaults.refused(command, error));
    }
}
