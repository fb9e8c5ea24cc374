package dev.freshet.compare;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight on an HTTP/2 connection. One is over when its stream is closed, whatever closed it: only then has
 * the connection room for the next. Confined to its event loop.
 */
final class Http2Exchanges extends Http2FrameAdapter implements ClientConnection {
    /** Stream numbers are not used again (RFC 9113 section 5.1.1); a new connection begins again at 1. */
    private static final int LAST_STREAM = 1 << 30;

    private static final long SETTINGS_SECONDS = 10;

    private final Http2Headers request;
    private final int wantedStreams;
    private final ConnectionListener listener;
    private final IntObjectHashMap<InFlight> inFlight = new IntObjectHashMap<>();
    private ChannelHandlerContext ctx;
    private Http2Connection connection;
    private Http2ConnectionEncoder encoder;
    private int streams;
    private boolean announced;
    private boolean over;
    private boolean served;
    private boolean reading;

    /** One request. Confined to the event loop. */
    private static final class InFlight {
        private final long intendedNanos;
        private final long sentNanos;
        private @Nullable Http2Answer answer;
        private String trouble = "stream closed without a complete answer";
        private boolean complete;

        InFlight(long intendedNanos, long sentNanos) {
            this.intendedNanos = intendedNanos;
            this.sentNanos = sentNanos;
        }
    }

    @SuppressWarnings("NullAway.Init") // the connection and its parts are set by opened, before any event
    Http2Exchanges(Http2Headers request, int wantedStreams, ConnectionListener listener) {
        this.request = request;
        this.wantedStreams = wantedStreams;
        this.listener = listener;
    }

    /** The connection begins; called once, first. */
    void opened(ChannelHandlerContext context, Http2Connection http2, Http2ConnectionEncoder output) {
        ctx = context;
        connection = http2;
        encoder = output;
        var _ = context.executor().schedule(this::requireSettings, SETTINGS_SECONDS, TimeUnit.SECONDS);
        http2.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                streamClosed(stream.id());
            }
        });
    }

    private void requireSettings() {
        if (!announced) {
            var _ = ctx.close();
        }
    }

    @Override
    public int streams() {
        return streams;
    }

    @Override
    public boolean usable() {
        return !over && ctx.channel().isActive();
    }

    @Override
    public boolean served() {
        return served;
    }

    @Override
    public void begin(long intendedNanos, long nowNanos) {
        int id = connection.local().incrementAndGetNextStreamId();
        inFlight.put(id, new InFlight(intendedNanos, nowNanos));
        ChannelFuture written = encoder.writeHeaders(ctx, id, request, 0, true, ctx.newPromise());
        if ((written.isDone() && !written.isSuccess()) || id >= LAST_STREAM) {
            over = true; // the last request, or one that cannot be sent; the listener must not try again here
        }
        if (written.cause() != null) {
            failed(id, NetworkReason.of(written.cause()));
        }
        if (!reading) {
            ctx.flush();
        }
    }

    /** While it reads, the end of reading flushes. */
    void reading(boolean now) {
        reading = now;
    }

    @Override
    public void expire(long sentBeforeNanos, String reason) {
        List<Integer> late = inFlight.entrySet().stream()
                .filter(each -> each.getValue().sentNanos - sentBeforeNanos < 0)
                .map(each -> each.getKey())
                .toList();
        for (int id : late) {
            trouble(id, reason);
            var _ = encoder.writeRstStream(ctx, id, Http2Error.CANCEL.code(), ctx.newPromise());
        }
        if (!late.isEmpty()) {
            ctx.flush();
        }
    }

    @Override
    public void close() {
        over = true;
        inFlight.clear();
        var _ = ctx.close();
    }

    /** The first SETTINGS say how many streams there may be (RFC 9113 section 6.5.2). */
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
        if (announced) {
            return;
        }
        announced = true;
        Long most = settings.maxConcurrentStreams();
        streams = (int) Math.min(wantedStreams, most == null ? Integer.MAX_VALUE : most);
        listener.ready(this);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        InFlight one = inFlight.get(id);
        if (one == null) {
            return;
        }
        if (one.answer == null) {
            int status = Http2Answer.statusOf(headers);
            if (status < 100) {
                throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "no status");
            }
            one.answer = status < 200 ? null : new Http2Answer(status, headers);
        }
        one.complete = endOfStream && one.answer != null;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(context, id, headers, padding, endOfStream);
    }

    /** {@code data} stays Netty's. */
    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean endOfStream) {
        InFlight one = inFlight.get(id);
        if (one != null) {
            listener.body(data, data.readerIndex(), data.readableBytes());
            one.complete = endOfStream;
        }
        return data.readableBytes() + padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) {
        Http2Error error = Http2Error.valueOf(errorCode);
        trouble(id, "stream reset: " + (error == null ? Long.toString(errorCode) : error.name()));
    }

    /** No more streams; those up to the last one named are still answered (RFC 9113 section 6.8). */
    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long errorCode, ByteBuf debug) {
        over = true;
        closeWhenEmpty();
    }

    private void streamClosed(int id) {
        InFlight one = inFlight.remove(id);
        if (one == null) {
            return;
        }
        Http2Answer answer = one.answer;
        if (one.complete && answer != null) {
            served = true;
            listener.answered(this, one.intendedNanos, answer);
        } else {
            listener.failed(this, one.trouble);
        }
        closeWhenEmpty();
    }

    /** Why the stream that is about to be closed brings no complete answer. */
    void trouble(int id, String reason) {
        InFlight one = inFlight.get(id);
        if (one != null) {
            one.trouble = reason;
        }
    }

    /** A request that gets no complete answer; one that is over already is none. */
    private void failed(int id, String reason) {
        if (inFlight.remove(id) != null) {
            listener.failed(this, reason);
            closeWhenEmpty();
        }
    }

    private void closeWhenEmpty() {
        if (over && inFlight.isEmpty()) {
            var _ = ctx.close();
        }
    }

    /** Nothing comes any more: every request in flight has failed. */
    void ended(String reason) {
        over = true;
        List<Integer> lost = List.copyOf(inFlight.keySet());
        lost.forEach(id -> failed(id, reason));
    }

    /** The connection is closed; what was ready for requests or never became so is told as such. */
    void gone() {
        if (announced) {
            listener.gone(this);
        } else {
            listener.unreachable("closed before HTTP/2 began");
            listener.gone(null);
        }
    }
}
