package dev.freshet.source.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way, as Lettuce wants it. Chosen over Lettuce's own commands, each of which is a future and encodes
 * its words anew each time. Confined to the thread of the Redis.
 */
final class SentCommand implements RedisCommand<byte[], byte[], Reply> {
    private final WireCommand command;
    private final Pending pending;
    private final ReplyOutput output;
    private boolean done;

    /** The only type Lettuce is told: it would give a MULTI or EXEC that it knows a meaning of its own. Immutable. */
    private record Type(String word) implements ProtocolKeyword {
        static final Type READ = new Type("READ");

        @Override
        public byte[] getBytes() {
            return word.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Tells {@code pending} of its end. */
    SentCommand(WireCommand command, Pending pending, ReplyOutput.Budget budget) {
        this.command = command;
        this.pending = pending;
        this.output = new ReplyOutput(budget);
    }

    WireCommand command() {
        return command;
    }

    Reply reply() {
        return output.get();
    }

    /** The server's words where it refused the command. */
    @Nullable String error() {
        return output.getError();
    }

    @Override
    public CommandOutput<byte[], byte[], Reply> getOutput() {
        return output;
    }

    @Override
    public void complete() {
        if (!done) {
            done = true;
            pending.answered();
        }
    }

    @Override
    public boolean completeExceptionally(Throwable throwable) {
        if (done) {
            return false;
        }
        done = true;
        pending.lost(throwable);
        return true;
    }

    @Override
    public void cancel() {
        completeExceptionally(new CancellationException());
    }

    @Override
    public CommandArgs<byte[], byte[]> getArgs() {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE);
    }

    @Override
    public ProtocolKeyword getType() {
        return Type.READ;
    }

    @Override
    public void encode(ByteBuf buf) {
        buf.writeBytes(command.bytes());
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void setOutput(CommandOutput<byte[], byte[], Reply> output) {
        throw new UnsupportedOperationException("the output is its own");
    }
}
