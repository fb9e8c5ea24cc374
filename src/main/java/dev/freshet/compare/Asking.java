package dev.freshet.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request over a connection of its own, its answer kept whole. Confined to an event loop, but for the future. */
final class Asking implements ConnectionListener {
    static final int LARGEST_BODY = 64 << 20;

    private final CompletableFuture<Fetched> outcome = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Dialer.Wanted wanted;
    private final Client client;
    private @Nullable ClientConnection connection;
    private @Nullable Fetched answer;
    private String trouble = "no answer";
    private int streams;

    private Asking(Request request, Load load, Client client) {
        EventLoop loop = client.loops().next();
        this.client = client;
        this.wanted = new Dialer.Wanted(
                request.target(),
                request.target().protocol(load),
                request.http1(PooledByteBufAllocator.DEFAULT),
                request.http2(),
                load.streams(),
                new ChannelInboundHandlerAdapter(),
                this,
                loop);
    }

    /** Asks; completes when the connection is closed again, with {@link FetchFailedException} when no answer came. */
    static CompletableFuture<Fetched> ask(Request request, Load load, Client client) {
        Asking asking = new Asking(request, load, client);
        asking.wanted.loop().execute(asking::begin);
        return asking.outcome;
    }

    private void begin() {
        client.dialer().dial(wanted);
        long millis = client.timeout().toMillis();
        var _ = wanted.loop()
                .schedule(() -> giveUp("no answer within " + millis + " ms"), millis, TimeUnit.MILLISECONDS);
    }

    private void giveUp(String reason) {
        ClientConnection open = connection;
        if (open != null && answer == null) {
            trouble = reason;
            open.close();
        }
    }

    @Override
    public void ready(ClientConnection ready) {
        connection = ready;
        streams = ready.streams();
        long now = client.clock().nanoTime();
        ready.begin(now, now);
    }

    @Override
    public void body(ByteBuf data, int index, int length) {
        if (body.size() + length > LARGEST_BODY) {
            giveUp("a body over 64 MiB");
            return;
        }
        try {
            data.getBytes(index, body, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void unreachable(String reason) {
        trouble = reason;
    }

    @Override
    public void answered(ClientConnection from, long intendedNanos, ResponseView head) {
        answer = new Fetched(
                head.status(),
                head.field("location"),
                head.field("content-encoding"),
                ByteBuffer.wrap(body.toByteArray()),
                streams);
        from.close();
    }

    @Override
    public void failed(ClientConnection from, String reason) {
        trouble = reason;
        from.close();
    }

    @Override
    public void gone(@Nullable ClientConnection last) {
        wanted.http1().release();
        Fetched got = answer;
        if (got == null) {
            outcome.completeExceptionally(new FetchFailedException(trouble));
        } else {
            outcome.complete(got);
        }
    }
}
