package dev.freshet.admin;

/**
 * How many payloads may be on their way at once: each may be as large as its gate allows, and is held until it is whole.
 * Confined to the admin event loop.
 */
final class Berths {
    private int free;

    Berths(int most) {
        free = most;
    }

    /** Takes one; false where there is none. */
    boolean take() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /** Gives one back. */
    void giveBack() {
        free++;
    }
}
