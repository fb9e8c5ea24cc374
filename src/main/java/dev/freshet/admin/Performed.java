package dev.freshet.admin;

/**
 * What a page did. Immutable.
 *
 * @param note for the audit log: a word for the outcome, and what is known of it as {@code key=value}; nothing of a payload
 */
record Performed(Reply reply, String note) {
    /** Nothing was done, as the reply's status says. */
    static Performed refused(Reply reply) {
        return new Performed(reply, "refused");
    }
}
