package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A script that Redis runs as one step: nothing happens between its commands. It is named by its digest, and sent whole only
 * where the server does not know it yet, as after a restart. Immutable.
 */
public final class Script {
    private static final String UNKNOWN = "NOSCRIPT";

    private final String text;
    private final String digest;

    /** {@code text} in Lua; its numbers are doubles. */
    public Script(String text) {
        this.text = text;
        this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a run of a script came to. Immutable, as every kind of it is. */
    public sealed interface Result {
        /** It ran. Immutable. */
        record Answered(Reply reply) implements Result {}

        /** It may have run or not. Immutable. */
        record Failed(Fault fault) implements Result {}
    }

    /** Where and with what a script is run. Immutable: nobody writes to the arguments. */
    public record Call(List<String> keys, List<byte[]> arguments, Duration timeout, long maxBytes) {
        /** Copies the lists. */
        public Call {
            keys = List.copyOf(keys);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Runs it. In a cluster all keys must be in one slot. The future always completes normally, on the thread of the Redis,
     * within {@code call.timeout()} or, where the script must be sent whole, twice that.
     */
    public CompletableFuture<Result> run(Redis redis, Call call) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        redis.ask(new Run(this, false, redis, call, result));
        return result;
    }

    /** Confined to the thread of the Redis, but for the future. */
    private static final class Run implements Inquiry {
        private final Script script;
        private final boolean whole;
        private final Redis redis;
        private final Call call;
        private final CompletableFuture<Result> result;
        private final List<WireCommand> commands;

        Run(Script script, boolean whole, Redis redis, Call call, CompletableFuture<Result> result) {
            this.script = script;
            this.whole = whole;
            this.redis = redis;
            this.call = call;
            this.result = result;
            this.commands =
                    List.of(whole ? command("EVAL", script.text, call) : command("EVALSHA", script.digest, call));
        }

        @Override
        public List<WireCommand> commands() {
            return commands;
        }

        @Override
        public Duration timeout() {
            return call.timeout();
        }

        @Override
        public long maxBytes() {
            return call.maxBytes();
        }

        @Override
        public void answered(List<Reply> replies) {
            result.complete(new Result.Answered(replies.getFirst()));
        }

        @Override
        public void failed(Fault fault) {
            if (!whole && fault.detail().contains(UNKNOWN)) {
                redis.ask(new Run(script, true, redis, call, result));
            } else {
                result.complete(new Result.Failed(fault));
            }
        }
    }

    private static WireCommand command(String name, String script, Call call) {
        List<byte[]> words = new ArrayList<>();
        words.add(bytes(name));
        words.add(bytes(script));
        words.add(bytes(String.valueOf(call.keys().size())));
        call.keys().forEach(each -> words.add(bytes(each)));
        words.addAll(call.arguments());
        return WireCommand.of(name, call.keys().getFirst(), words);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
