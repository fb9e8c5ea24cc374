package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An inquiry whose end a test waits for. Thread-safe: a future. */
final class Asked implements Inquiry {
    private final List<WireCommand> commands;
    private final Duration timeout;
    private final CompletableFuture<Object> end = new CompletableFuture<>();

    Asked(Duration timeout, WireCommand... commands) {
        this.commands = List.of(commands);
        this.timeout = timeout;
    }

    /** Asks {@code redis} for the string under {@code key}. */
    static Asked string(Redis redis, String key, Duration timeout) {
        Asked asked = new Asked(timeout, WireCommand.string(key, 1 << 20));
        redis.ask(asked);
        return asked;
    }

    boolean over() {
        return end.isDone();
    }

    /** Waits for the replies; fails where a fault came instead. */
    @SuppressWarnings("unchecked") // what was put in
    List<Reply> replies() {
        Object came = end();
        if (came instanceof Fault fault) {
            throw new AssertionError(fault.toString());
        }
        return (List<Reply>) came;
    }

    /** Waits for the fault; fails where replies came instead. */
    Fault fault() {
        return (Fault) end();
    }

    /** Waits for the end; whether it is a fault. */
    boolean failed() {
        return end() instanceof Fault;
    }

    private Object end() {
        try {
            return end.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the inquiry did not end", e);
        }
    }

    @Override
    public List<WireCommand> commands() {
        return commands;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public long maxBytes() {
        return 1 << 20;
    }

    @Override
    public void answered(List<Reply> replies) {
        endOnce(replies);
    }

    @Override
    public void failed(Fault fault) {
        endOnce(fault);
    }

    private void endOnce(Object with) {
        if (!end.complete(with)) {
            throw new IllegalStateException("told twice");
        }
    }
}
