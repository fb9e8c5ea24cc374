package dev.freshet.server.strict;

import dev.freshet.config.LimitsConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, refusing what it would repair: a message with both Content-Length and Transfer-Encoding
 * (RFC 9112 section 6.1), and whatever a {@link MessageScan} finds in the bytes, such as folded lines, which it joins without
 * a trace. The decoder alone and not HttpServerCodec: answers are written as bytes below it, and the codec would keep the
 * methods of requests whose responses it never sees. Confined to one event loop.
 */
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_CHUNK_BYTES = 16 * 1024;
    /** Of what may be another protocol; the client is not read beyond. */
    private static final int MOST_HELD_BYTES = 64 * 1024;

    private final HeadScan head = new HeadScan();
    private final ChunkScan chunks = new ChunkScan();
    /** Of what comes next; null: a body that its length alone delimits. */
    private @Nullable MessageScan scan = head;

    private @Nullable ChannelHandlerContext context;
    private boolean inMessage;
    private boolean refused;
    private boolean holding;

    public StrictRequestDecoder(LimitsConfig limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestHeadBytes())
                .setMaxHeaderSize(limits.requestHeadBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    /**
     * The caller keeps {@code in}. After a refusal nothing is decoded any more; behind a request that asks for another
     * protocol nothing until {@link #goOn}.
     */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (holding) {
            if (isFull()) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (scan != null) {
            try {
                scan.look(in);
            } catch (RefusedRequestException e) {
                refused = true;
                in.skipBytes(in.readableBytes());
                out.add(refusal(scan, e));
                return;
            }
        }
        int start = in.readerIndex();
        int decoded = out.size();
        super.decode(ctx, in, out);
        if (scan != null) {
            scan.consumed(in.readerIndex() - start);
        }
        if (out.size() > decoded) {
            proceed(out.getLast());
            holding = out.getLast() instanceof LastHttpContent && asksForAnother(out.get(decoded));
        }
    }

    /** Does not ask for more while it holds what it has: the decoder below would, since nothing came of it. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (holding) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        inMessage = true;
        return super.createMessage(initialLine);
    }

    /** The end of the message has been heard; called by whoever hears it. */
    public void messageEnded() {
        inMessage = false;
    }

    /** Whether the next byte begins a message, be it by its first empty line. */
    public boolean isBetweenMessages() {
        return !refused && !hasBegun() && head.isUntouched();
    }

    /** Whether part of a message has come. Empty lines before it are none: some clients send one behind a body. */
    public boolean hasBegun() {
        return inMessage || actualReadableBytes() > 0;
    }

    /** Whether what comes is held: the last request asked for another protocol, and what follows it may be in that. */
    public boolean isHolding() {
        return holding;
    }

    /** Whether so much is held that no more may be read. */
    public boolean isFull() {
        return holding && actualReadableBytes() >= MOST_HELD_BYTES;
    }

    /** What is held is HTTP after all: it is decoded from now on, in a turn of its own unless it is being read just now. */
    public void goOn() {
        holding = false;
        ChannelHandlerContext ctx = context;
        if (ctx != null && actualReadableBytes() > 0) {
            ctx.executor().execute(() -> decodeHeld(ctx));
        }
    }

    private void decodeHeld(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || holding) {
            return;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    private static boolean asksForAnother(Object message) {
        return message instanceof HttpRequest request && request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    /** Chooses the scan for what follows {@code last}. */
    private void proceed(Object last) {
        refused = last instanceof DecoderResultProvider part
                && part.decoderResult().isFailure();
        if (last instanceof LastHttpContent) {
            head.restart();
            scan = head;
        } else if (last instanceof HttpMessage message) {
            chunks.restart();
            scan = HttpUtil.isTransferEncodingChunked(message) ? chunks : null;
        }
    }

    /** What stands for the rest of the message that {@code scan} refused. */
    private static HttpObject refusal(MessageScan scan, RefusedRequestException cause) {
        HttpObject refusal = switch (scan) {
            case HeadScan _ -> new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");
            case ChunkScan _ -> new DefaultLastHttpContent();
        };
        refusal.setDecoderResult(DecoderResult.failure(cause));
        return refusal;
    }
}
