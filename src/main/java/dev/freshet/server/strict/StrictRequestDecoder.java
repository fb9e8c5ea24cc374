package dev.freshet.server.strict;

import dev.freshet.config.LimitsConfig;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
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

    private final HeadScan head = new HeadScan();
    private final ChunkScan chunks = new ChunkScan();
    /** Of what comes next; null: a body that its length alone delimits. */
    private @Nullable MessageScan scan = head;

    private boolean inMessage;
    private boolean refused;

    public StrictRequestDecoder(LimitsConfig limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestHeadBytes())
                .setMaxHeaderSize(limits.requestHeadBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    /** The caller keeps {@code in}. After a refusal nothing is decoded any more. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
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
