package dev.freshet.compare;

import io.netty.buffer.ByteBuf;

/** Finds where the answers of an HTTP/1.1 connection begin and end. Confined to its event loop. */
final class Http1Reader {
    private final BodySink sink;
    private final Http1Head head = new Http1Head();
    private final Chunks chunks = new Chunks();
    private State state = State.HEAD;
    private long left;

    private enum State {
        HEAD,
        LENGTH,
        CHUNKS,
        UNTIL_CLOSE
    }

    Http1Reader(BodySink sink) {
        this.sink = sink;
    }

    /**
     * Takes what belongs to the current answer out of {@code in}, which stays the caller's; whether that answer is complete.
     * Interim answers (RFC 9110 section 15.2) are read over.
     */
    boolean take(ByteBuf in) throws MalformedAnswerException {
        while (in.isReadable()) {
            boolean complete = switch (state) {
                case HEAD -> head.take(in) && headRead();
                case LENGTH -> content(in);
                case CHUNKS -> chunks.take(in, sink);
                case UNTIL_CLOSE -> rest(in);
            };
            if (complete) {
                state = State.HEAD;
                return true;
            }
        }
        return false;
    }

    /** Whether the answer has no body. */
    private boolean headRead() throws MalformedAnswerException {
        if (head.status() < 200) {
            if (head.status() == 101) {
                throw new MalformedAnswerException("another protocol that nobody asked for");
            }
            head.clear();
            return false;
        }
        Http1Fields fields = head.fields();
        if (head.status() == 204 || head.status() == 304 || fields.contentLength() == 0) {
            return true;
        }
        left = fields.contentLength();
        chunks.clear();
        state = fields.chunked() ? State.CHUNKS : left > 0 ? State.LENGTH : State.UNTIL_CLOSE;
        return false;
    }

    private boolean content(ByteBuf in) {
        int length = (int) Math.min(left, in.readableBytes());
        sink.body(in, in.readerIndex(), length);
        in.skipBytes(length);
        left -= length;
        return left == 0;
    }

    private boolean rest(ByteBuf in) {
        sink.body(in, in.readerIndex(), in.readableBytes());
        in.skipBytes(in.readableBytes());
        return false;
    }

    /** The head of the answer that is complete, until the next one is begun. */
    Http1Head head() {
        return head;
    }

    /** The next answer may come. */
    void clear() {
        head.clear();
        state = State.HEAD;
    }

    /** Whether an answer has begun to come. */
    boolean begun() {
        return state != State.HEAD || head.begun();
    }

    /** Whether the end of the connection is what ends the answer that has begun (RFC 9112 section 6.3, item 8). */
    boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /** Whether the connection takes no request after this answer. */
    boolean closes() {
        return head.fields().closes() || state == State.UNTIL_CLOSE;
    }
}
