package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for something to be known, and is answered from memory then. Who leaves while he waits changes nothing
 * for the others. Confined to one event loop; what is waited for may be known on any thread.
 */
public final class AwaitedExchange<T> implements PassedExchange {
    private final EventLoop loop;
    private final CompletableFuture<T> awaited;
    private final Function<T, MemoryResponse> answer;
    private final PassSink sink;
    private final PassProgress progress = new PassProgress();
    private @Nullable MemoryBody body;

    /** {@code awaited} completes normally; {@code answer} is asked on {@code loop}, unless the client has left. */
    public AwaitedExchange(
            EventLoop loop, CompletableFuture<T> awaited, Function<T, MemoryResponse> answer, PassSink sink) {
        this.loop = loop;
        this.awaited = awaited;
        this.answer = answer;
        this.sink = sink;
    }

    /** Releases {@code data}: nobody wants a body. */
    @Override
    public void write(ByteBuf data) {
        data.release();
    }

    @Override
    public void endRequest(HttpHeaders trailers) {
        progress.requestHasEnded();
        var _ = awaited.thenAccept(known -> {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> answer(known));
            }
        });
    }

    @Override
    public boolean wantsRequest() {
        return true;
    }

    @Override
    public PassProgress progress() {
        return progress;
    }

    @Override
    public void clientWritable(boolean writable) {
        if (writable) {
            proceed();
        }
    }

    @Override
    public void cancel() {
        progress.responseHasEnded();
        body = null;
    }

    private void answer(T known) {
        if (progress.responseEnded()) {
            return;
        }
        MemoryResponse response = answer.apply(known);
        progress.responseHasBegun();
        sink.head(response.head());
        body = new MemoryBody(response.body(), 0, response.body().length);
        proceed();
    }

    private void proceed() {
        MemoryBody rest = body;
        if (rest != null && rest.writeTo(sink) && body != null) {
            body = null;
            progress.responseHasEnded();
            sink.end(EmptyHttpHeaders.INSTANCE);
        }
    }
}
