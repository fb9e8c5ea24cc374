package dev.freshet.compare;

import io.netty.buffer.ByteBuf;

/** Reads over a chunked body (RFC 9112 section 7.1), trailer included. Confined to the event loop of its connection. */
final class Chunks {
    private static final int MOST_DIGITS = 15;
    private static final int LONGEST_LINE = 8 * 1024;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_END,
        CONTENT,
        CONTENT_CR,
        CONTENT_LF,
        TRAILER,
        TRAILER_LF
    }

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int lineLength;

    /** Begins with the next body. */
    void clear() {
        state = State.SIZE;
        left = 0;
        digits = 0;
    }

    /** Takes what belongs to the body out of {@code in}, which stays the caller's; whether the body is complete. */
    boolean take(ByteBuf in, BodySink sink) throws MalformedAnswerException {
        while (in.isReadable()) {
            if (state == State.CONTENT) {
                content(in, sink);
            } else if (step(in.readByte())) {
                return true;
            }
        }
        return false;
    }

    private void content(ByteBuf in, BodySink sink) {
        int length = (int) Math.min(left, in.readableBytes());
        sink.body(in, in.readerIndex(), length);
        in.skipBytes(length);
        left -= length;
        if (left == 0) {
            state = State.CONTENT_CR;
        }
    }

    private boolean step(byte next) throws MalformedAnswerException {
        switch (state) {
            case SIZE -> size(next);
            case EXTENSION -> {
                bound();
                state = next == '\r' ? State.SIZE_END : State.EXTENSION;
            }
            case SIZE_END -> {
                require(next == '\n');
                state = left == 0 ? State.TRAILER : State.CONTENT;
                lineLength = 0;
            }
            case CONTENT -> throw new IllegalStateException("content is taken whole");
            case CONTENT_CR -> {
                require(next == '\r');
                state = State.CONTENT_LF;
            }
            case CONTENT_LF -> {
                require(next == '\n');
                clear();
            }
            case TRAILER -> {
                if (next == '\r') {
                    state = State.TRAILER_LF;
                } else {
                    bound();
                }
            }
            case TRAILER_LF -> {
                require(next == '\n');
                if (lineLength == 0) {
                    return true;
                }
                lineLength = 0;
                state = State.TRAILER;
            }
        }
        return false;
    }

    private void size(byte next) throws MalformedAnswerException {
        int digit = Character.digit(next, 16);
        if (digit >= 0) {
            require(++digits <= MOST_DIGITS);
            left = left * 16 + digit;
            return;
        }
        require(digits > 0 && (next == '\r' || next == ';' || next == ' ' || next == '\t'));
        lineLength = 0;
        state = next == '\r' ? State.SIZE_END : State.EXTENSION;
    }

    private void bound() throws MalformedAnswerException {
        require(++lineLength <= LONGEST_LINE);
    }

    private static void require(boolean holds) throws MalformedAnswerException {
        if (!holds) {
            throw new MalformedAnswerException("a chunk that is none");
        }
    }
}
