package dev.freshet.server.pass;

import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that waits for something to be known, and is answered from memory then. Who leaves while he waits changes nothing
 * for the others. Confined to one event loop; what is waited for may be known on any thread.
 */
public final class AwaitedExchange<T> extends BodilessExchange {
    private static final Logger log = LoggerFactory.getLogger(AwaitedExchange.class);

    private final EventLoop loop;
    private final CompletableFuture<T> awaited;
    private final Function<T, MemoryResponse> answer;
    private final PassSink sink;
    private final HeldBodies held;
    private HeldBodies.@Nullable Hold hold;
    private @Nullable MemoryBody body;

    /** {@code awaited} completes normally; {@code answer} is asked on {@code loop}, unless the client has left. */
    public AwaitedExchange(
            EventLoop loop,
            CompletableFuture<T> awaited,
            Function<T, MemoryResponse> answer,
            PassSink sink,
            HeldBodies held) {
        this.loop = loop;
        this.awaited = awaited;
        this.answer = answer;
        this.sink = sink;
        this.held = held;
    }

    @Override
    public void endRequest(HttpHeaders trailers) {
        progress().requestHasEnded();
        var _ = awaited.thenAccept(known -> {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> answer(known));
            }
        });
    }

    @Override
    public void clientWritable(boolean writable) {
        if (writable) {
            proceed();
        }
    }

    @Override
    public void cancel() {
        progress().responseHasEnded();
        body = null;
        letGo();
    }

    private void answer(T known) {
        if (progress().responseEnded()) {
            return;
        }
        MemoryResponse response = responseTo(known);
        if (response == null) {
            progress().responseHasEnded();
            sink.problem(500, "Internal Server Error.", CacheStatus.Forwarded.of(ForwardReason.URI_MISS));
            return;
        }
        progress().responseHasBegun();
        sink.head(response.head());
        body = new MemoryBody(response.body(), 0, response.body().length);
        proceed();
        if (body != null) {
            hold = held.hold(response.body(), response.body().length, () -> false, sink.client());
        }
    }

    /** Null: there is a defect, which must not leave the client waiting. */
    private @Nullable MemoryResponse responseTo(T known) {
        try {
            return answer.apply(known);
        } catch (RuntimeException e) {
            log.error("no answer could be made of {}", known, e);
            return null;
        }
    }

    private void proceed() {
        MemoryBody rest = body;
        if (rest != null && rest.writeTo(sink) && body != null) {
            body = null;
            letGo();
            progress().responseHasEnded();
            sink.end(EmptyHttpHeaders.INSTANCE);
        }
    }

    private void letGo() {
        if (hold != null) {
            hold.close();
            hold = null;
        }
    }
}
