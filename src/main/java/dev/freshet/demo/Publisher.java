package dev.freshet.demo;

import java.util.Map;

/**
 * Takes each new state of the election; called once per step on the stepping thread, so it must not block. Implementations
 * are confined to that thread, once they are added.
 */
@FunctionalInterface
public interface Publisher {
    /** Every document by its path, such as {@code /live.json}: JSON in UTF-8, not to be changed. */
    void publish(Map<String, byte[]> documents);
}
