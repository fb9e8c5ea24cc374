package dev.freshet.source.redis;

import dev.freshet.source.redis.Reply.Nil;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a reply of any shape from Lettuce's decoder, in RESP2 or RESP3, and keeps no more of it than the budget allows:
 * what goes beyond is read and dropped. Confined to the thread of the Redis.
 */
final class ReplyOutput extends CommandOutput<byte[], byte[], Reply> {
    /** Of what an array promises, room for so many elements is made at once: the promise may be a lie. */
    private static final int ROOM = 1024;

    private final Budget budget;
    private final Deque<List<Reply>> open = new ArrayDeque<>(0);

    /** The bytes that the replies of one inquiry may still hold. Confined to the thread of the Redis. */
    static final class Budget {
        private long bytes;

        Budget(long bytes) {
            this.bytes = bytes;
        }

        /** Whether something was dropped. */
        boolean spent() {
            return bytes < 0;
        }

        /** Has everything dropped from now on. */
        void spend() {
            bytes = -1;
        }

        private boolean take(long more) {
            bytes = bytes < 0 ? bytes : bytes - more - 1;
            return bytes >= 0;
        }
    }

    /** One budget may be shared by several outputs. */
    ReplyOutput(Budget budget) {
        super(ByteArrayCodec.INSTANCE, Nil.NIL);
        this.budget = budget;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            add(Nil.NIL);
        } else if (budget.take(bytes.remaining())) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            add(new Reply.Bytes(copy));
        }
    }

    @Override
    public void set(long integer) {
        if (budget.take(0)) {
            add(new Reply.Whole(integer));
        }
    }

    @Override
    public void set(double number) {
        if (budget.take(0)) {
            add(new Reply.Real(number));
        }
    }

    @Override
    public void set(boolean value) {
        set(value ? 1L : 0L);
    }

    /** An error within an array is one of its elements; else it is the whole reply. */
    @Override
    public void setError(ByteBuffer error) {
        if (open.isEmpty()) {
            super.setError(error);
        } else {
            add(new Reply.Failure(decodeString(error)));
        }
    }

    @Override
    public void multi(int count) {
        if (count < 0) {
            add(Nil.NIL);
        } else {
            open.push(new ArrayList<>(Math.min(count, ROOM)));
        }
    }

    /** {@code depth}: how many arrays are still open. */
    @Override
    public void complete(int depth) {
        while (open.size() > depth) {
            add(new Reply.Many(Collections.unmodifiableList(open.pop())));
        }
    }

    private void add(Reply reply) {
        List<Reply> outer = open.peek();
        if (outer == null) {
            output = reply;
        } else {
            outer.add(reply);
        }
    }
}
