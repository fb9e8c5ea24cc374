package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a listener has heard. Written on the event loop, read by the test. */
final class Heard implements ExchangeListener {
    static final long DEADLINE_SECONDS = 20;

    final List<String> events = new CopyOnWriteArrayList<>();
    final CompletableFuture<ResponseHead> head = new CompletableFuture<>();
    final CompletableFuture<String> over = new CompletableFuture<>();
    final AtomicLong bodyBytes = new AtomicLong();
    final AtomicLong writables = new AtomicLong();
    /** Set before anything is heard. */
    volatile @Nullable Exchange exchange;

    volatile @Nullable Fault fault;
    volatile @Nullable HttpHeaders trailers;
    Consumer<ResponseHead> onHead = _ -> {};
    Runnable onWritable = () -> {};
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public void informational(int status, HttpHeaders headers) {
        events.add("informational " + status + fields(headers));
    }

    @Override
    public void head(ResponseHead received) {
        events.add("head " + received.status());
        onHead.accept(received);
        head.complete(received);
    }

    @Override
    public void body(ByteBuf data) {
        if (!events.getLast().equals("body")) {
            events.add("body");
        }
        bodyBytes.addAndGet(data.readableBytes());
        try {
            if (bodyBytes.get() <= 1 << 20) {
                data.getBytes(data.readerIndex(), body, data.readableBytes());
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } finally {
            data.release();
        }
    }

    @Override
    public void end(HttpHeaders received) {
        events.add("end");
        trailers = received;
        over.complete("end");
    }

    @Override
    public void failed(Fault received) {
        events.add("failed " + received.reason());
        fault = received;
        over.complete("failed " + received.reason());
    }

    @Override
    public void writable() {
        writables.incrementAndGet();
        onWritable.run();
    }

    /** The fields, each as {@code name: value}. */
    static List<String> fields(HttpHeaders headers) {
        return headers.entries().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .toList();
    }

    /** Waits for the end or the fault and says which: {@code end} or {@code failed REASON}. */
    String outcome() throws Exception {
        return over.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** The body of a response that has ended. */
    String body() throws Exception {
        outcome();
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** The head, waited for. */
    ResponseHead awaitHead() throws Exception {
        return head.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
