package dev.freshet.admin;

/** A request is answered before its content has been read. Immutable. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    RefusedRequestException(Reply reply) {
        super(reply.status().toString(), null, false, false);
        this.reply = reply;
    }

    /** What it is answered with. */
    Reply reply() {
        return reply;
    }
}
