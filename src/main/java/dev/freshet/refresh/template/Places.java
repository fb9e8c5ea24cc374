package dev.freshet.refresh.template;

import java.util.BitSet;

/** A range of indices, each of which one resource has at a time. Thread-safe: guarded by its monitor. */
final class Places {
    private final int first;
    private final int count;
    private final BitSet taken = new BitSet();

    /** {@code count} of them, from {@code first} on. */
    Places(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /** One that nobody has, the lowest; -1: there is none. */
    synchronized int take() {
        int free = taken.nextClearBit(0);
        if (free >= count) {
            return -1;
        }
        taken.set(free);
        return first + free;
    }

    /** Nobody has {@code index} any more. */
    synchronized void giveBack(int index) {
        taken.clear(index - first);
    }
}
