package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Netty's response decoder, made strict and told what is being answered. It refuses what Netty forgives: folded header
 * lines (RFC 9112 section 5.2), space before the colon (5.1), loose status lines (4), several Content-Length fields in
 * HTTP/1.0 (6.3), and bytes that nobody asked for. Used
 * instead of {@code HttpClientCodec}, whose decoder cannot be extended; with one request at a time its queue of methods is
 * not needed either. Confined to one channel.
 */
final class ResponseDecoder extends HttpResponseDecoder {
    private static final int STATUS_LINE_BYTES = 8 * 1024;
    private static final int HEAD_BYTES = 64 * 1024;
    private static final int PART_BYTES = 16 * 1024;

    private final FoldScan folds = new FoldScan();
    private boolean expecting;
    private boolean heard;
    private boolean answersHead;
    private boolean inHead = true;
    private int lengths;

    ResponseDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(STATUS_LINE_BYTES)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxChunkSize(PART_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
    }

    /** A request has been or is about to be sent: what comes now answers it. */
    void expect(HttpMethod method) {
        expecting = true;
        heard = false;
        answersHead = method.equals(HttpMethod.HEAD);
    }

    /** The answer is complete: nothing may come until the next request. */
    void expectNothing() {
        expecting = false;
    }

    /** Whether a single byte has come since the last request. */
    boolean heard() {
        return heard;
    }

    /** Whether bytes have come that no response accounts for. */
    boolean holdsBytes() {
        return actualReadableBytes() > 0;
    }

    /** Releases {@code msg}, or hands it to the decoder. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (!expecting) {
            ReferenceCountUtil.release(msg);
            ctx.fireExceptionCaught(new CorruptedFrameException("bytes outside of a response"));
            return;
        }
        heard = true;
        super.channelRead(ctx, msg);
    }

    /** The caller keeps {@code in}. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (inHead && !folds.accepts(in)) {
            in.skipBytes(in.readableBytes());
            throw new CorruptedFrameException("not a status line, or a folded header line");
        }
        int start = in.readerIndex();
        int decoded = out.size();
        super.decode(ctx, in, out);
        folds.consumed(in.readerIndex() - start);
        if (out.size() > decoded) {
            inHead = out.getLast() instanceof LastHttpContent;
            if (inHead) {
                folds.restart();
            }
        }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return answersHead
                || (message instanceof HttpResponse response
                        && response.status().code() < 200)
                || super.isContentAlwaysEmpty(message);
    }

    @Override
    protected HttpMessage createMessage(String[] statusLine) {
        String version = statusLine[0];
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new IllegalArgumentException("the version is neither HTTP/1.1 nor HTTP/1.0");
        }
        String status = statusLine[1];
        if (status.length() != 3 || status.startsWith("0") || !digits(status)) {
            throw new IllegalArgumentException("the status is not 100..999");
        }
        lengths = 0;
        return super.createMessage(statusLine);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (line[start + length] != ':') {
            throw new IllegalArgumentException("space before the colon of a header line");
        }
        AsciiString name = super.splitHeaderName(line, start, length);
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) && ++lengths > 1) {
            throw new IllegalArgumentException("several Content-Length fields");
        }
        return name;
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
