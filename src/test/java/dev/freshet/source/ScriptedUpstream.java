package dev.freshet.source;

import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An upstream whose answers a test dictates, on an event loop whose time the test moves. Checks that every part of a body
 * it gave away was released. Confined to one thread.
 */
final class ScriptedUpstream implements ExchangeOpener, AutoCloseable {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<ByteBuf> given = new ArrayList<>();
    private final List<RequestHead> asked = new ArrayList<>();
    private ExchangeListener listener;
    private boolean ended;
    private boolean cancelled;

    ScriptedUpstream() {
        channel.freezeTime();
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public Exchange open(EventLoop loop, RequestHead head, ExchangeListener hearer) {
        asked.add(head);
        listener = hearer;
        cancelled = false;
        return new ScriptedExchange();
    }

    /** The last request; its head is complete and its body has ended. */
    RequestHead asked() {
        channel.runPendingTasks();
        if (!ended) {
            throw new IllegalStateException("the request has not ended");
        }
        return asked.getLast();
    }

    /** How many requests there were. */
    int requests() {
        channel.runPendingTasks();
        return asked.size();
    }

    boolean wasAsked() {
        channel.runPendingTasks();
        return !asked.isEmpty();
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Moves the loop's time and runs what is due. */
    void advance(Duration time) {
        channel.runPendingTasks();
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Whether the loop still waits for a time to come. */
    boolean hasTimers() {
        return channel.runScheduledPendingTasks() >= 0;
    }

    /** {@code fields}: names and values in turn. */
    ScriptedUpstream head(int status, long bodyBytes, String... fields) {
        channel.runPendingTasks();
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        listener.head(new ResponseHead(status, headers, bodyBytes));
        return this;
    }

    ScriptedUpstream body(byte[] part) {
        if (!cancelled) {
            ByteBuf data =
                    PooledByteBufAllocator.DEFAULT.directBuffer(part.length).writeBytes(part);
            given.add(data);
            listener.body(data);
        }
        return this;
    }

    void end() {
        if (!cancelled) {
            listener.end(EmptyHttpHeaders.INSTANCE);
        }
    }

    void fail(dev.freshet.observe.Fault fault) {
        channel.runPendingTasks();
        listener.failed(fault);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        if (given.stream().anyMatch(each -> each.refCnt() != 0)) {
            throw new AssertionError("a part of a body was not released");
        }
    }

    /** Notes what is done to it. Confined to the test's thread. */
    private final class ScriptedExchange implements Exchange {
        @Override
        public void write(ByteBuf data) {
            data.release();
            throw new AssertionError("a GET has no body");
        }

        @Override
        public void end(HttpHeaders trailers) {
            ended = true;
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
