package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests whose header block is known from memory, without the HTTP/2 decoder, streams or header lists; all
 * answers to one read lie in one buffer. A block is known when the decoder has read the same bytes on this connection and
 * nothing has changed the dynamic table since, so that they mean the same request; there is no second HPACK decoder.
 * Whatever is not known, or not to be answered from memory and now, goes to the decoder untouched and in order. Owns the
 * buffer of answers until it is written. Confined to the event loop of its connection.
 */
final class Http2Shortcut {
    private static final int PLAIN = Http2Frame.END_HEADERS | Http2Frame.END_STREAM;
    private static final int PRIORITY_BYTES = 5;
    private static final int STREAM_FRAME_BYTES = 4;
    private static final int MAX_KNOWN = 8;
    /** A longer block is not worth remembering. */
    private static final int MAX_BLOCK_BYTES = 1024;

    private static final int MAX_OUTPUT_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Worker worker;
    private final Http2Connection connection;
    private final Http2RemoteFlowController flow;
    /** Filled from the front; the newest is the first. */
    private final @Nullable Known[] known = new Known[MAX_KNOWN];

    private byte @Nullable [] candidate;
    private @Nullable ByteBuf answers;
    /** Of bodies in the answers, not yet taken from the connection's window. */
    private int unsettledBytes;

    /** The highest stream answered here. */
    private int lastAnswered;

    private boolean handlerKnows = true;

    /** A block and what it says. Immutable: nobody writes to the block. */
    private record Known(ByteBuf block, KnownHead head) {}

    /** {@code ctx}: of the HTTP/2 handler, for writing. */
    Http2Shortcut(ChannelHandlerContext ctx, Worker worker, Http2Connection connection) {
        this.ctx = ctx;
        this.worker = worker;
        this.connection = connection;
        this.flow = connection.remote().flowController();
    }

    /**
     * Deals with the whole frame at the reader index of {@code in}, which stays its caller's and is not moved; false: the
     * decoder must have the frame now.
     */
    boolean takes(ByteBuf in) {
        int frame = in.readerIndex();
        boolean taken = switch (Http2Frame.type(in, frame)) {
            case Http2Frame.HEADERS -> answered(in, frame);
            case Http2Frame.WINDOW_UPDATE, Http2Frame.RST_STREAM -> concernsNobody(in, frame);
            default -> false;
        };
        if (!taken) {
            notice(in, frame);
        }
        return taken;
    }

    /** The request that the decoder made of the frame it has just been given was answered from memory. */
    void remember(Http2Request request) {
        byte[] block = candidate;
        candidate = null;
        if (block != null && find(Unpooled.wrappedBuffer(block), 0, block.length) == null) {
            System.arraycopy(known, 0, known, 1, MAX_KNOWN - 1);
            known[0] = new Known(Unpooled.wrappedBuffer(block), KnownHead.of(block, request.isHead(), request));
        }
    }

    /** Writes what has been answered, and takes the bodies from the connection's window. */
    void settle() {
        write();
        if (unsettledBytes > 0) {
            try {
                flow.incrementWindowSize(connection.connectionStream(), -unsettledBytes);
            } catch (Http2Exception e) {
                throw new IllegalStateException("a window can always shrink", e);
            }
            unsettledBytes = 0;
        }
    }

    /** Settles, and tells the handler which streams there have been: what it does or reads next may depend on it. */
    void handOver() {
        settle();
        if (!handlerKnows && connection.remote().canOpenStream()) {
            handlerKnows = true;
            try {
                connection.remote().createStream(lastAnswered, true).close();
            } catch (Http2Exception _) {
                // the connection is going away: nobody asks which streams there were
            }
        }
    }

    /** The connection is gone: lets go of what has not been written. */
    void ended() {
        if (answers != null) {
            answers.release();
            answers = null;
        }
    }

    private void write() {
        if (answers != null) {
            ctx.write(answers, ctx.voidPromise());
            answers = null;
        }
    }

    /**
     * Whether a frame is about a stream that was answered here and is over: late, and harmless (RFC 9113 section 5.1).
     * Resets are the handler's, who counts them, wherever it can be told of the stream.
     */
    private boolean concernsNobody(ByteBuf in, int frame) {
        int stream = Http2Frame.stream(in, frame);
        return Http2Frame.payloadBytes(in, frame) == STREAM_FRAME_BYTES
                && isOver(stream)
                && (opensWindow(in, frame) || !connection.remote().canOpenStream());
    }

    private static boolean opensWindow(ByteBuf in, int frame) {
        return Http2Frame.type(in, frame) == Http2Frame.WINDOW_UPDATE && in.getInt(frame + Http2Frame.HEADER_BYTES) > 0;
    }

    /** Whether a stream was answered here and the handler has not been told. */
    private boolean isOver(int stream) {
        return (stream & 1) == 1
                && stream <= lastAnswered
                && stream > connection.remote().lastStreamCreated();
    }

    /** Learns from a frame that the decoder is about to read. */
    private void notice(ByteBuf in, int frame) {
        candidate = null;
        int flags = Http2Frame.flags(in, frame);
        switch (Http2Frame.type(in, frame)) {
            case Http2Frame.HEADERS -> {
                int end = end(in, frame);
                int block = block(frame, flags);
                boolean whole = (flags & (Http2Frame.END_HEADERS | Http2Frame.PADDED)) == Http2Frame.END_HEADERS;
                if (!whole || block > end || !HeaderBlocks.leaveTable(in, block, end)) {
                    forget();
                } else if (end - block <= MAX_BLOCK_BYTES && (flags & Http2Frame.END_STREAM) != 0) {
                    candidate = ByteBufUtil.getBytes(in, block, end - block);
                }
            }
            // a block that goes on, or one that no client may send: what follows is the decoder's
            case Http2Frame.CONTINUATION, Http2Frame.PUSH_PROMISE -> forget();
            case Http2Frame.SETTINGS -> {
                // our next header block may have to begin with a new table size, which only the encoder writes
                if ((flags & Http2Frame.ACK) == 0) {
                    forget();
                }
            }
            default -> {}
        }
    }

    /** Knows nothing any more: what comes next is decoded. */
    void forget() {
        Arrays.fill(known, null);
    }

    private static int block(int frame, int flags) {
        return frame + Http2Frame.HEADER_BYTES + ((flags & Http2Frame.WITH_PRIORITY) == 0 ? 0 : PRIORITY_BYTES);
    }

    private static int end(ByteBuf in, int frame) {
        return frame + Http2Frame.HEADER_BYTES + Http2Frame.payloadBytes(in, frame);
    }

    private boolean answered(ByteBuf in, int frame) {
        int flags = Http2Frame.flags(in, frame);
        int stream = Http2Frame.stream(in, frame);
        if ((flags & (PLAIN | Http2Frame.PADDED)) != PLAIN || !isNew(stream) || !mayAnswer()) {
            return false;
        }
        int end = end(in, frame);
        int block = block(frame, flags);
        boolean dependsOnItself = (flags & Http2Frame.WITH_PRIORITY) != 0
                && block <= end
                && (in.getInt(frame + Http2Frame.HEADER_BYTES) & 0x7fff_ffff) == stream;
        Known request = block > end || dependsOnItself ? null : find(in, block, end - block);
        return request != null && answered(request.head(), stream, in.readableBytes() / (end - frame));
    }

    private boolean answered(KnownHead request, int stream, int expected) {
        long nowMillis = worker.clock().epochMillis();
        return switch (worker.decider().decide(request, nowMillis)) {
            case Verdict.Hit hit ->
                answered(worker.ready().of(hit, nowMillis), RequestOutcome.HIT, request.head(), stream, expected);
            case Verdict.NotModified same ->
                answered(worker.ready().of(same, nowMillis), RequestOutcome.NOT_MODIFIED, true, stream, expected);
            case Verdict.First _,
                    Verdict.Unavailable _,
                    Verdict.Preflight _,
                    Verdict.MethodNotAllowed _,
                    Verdict.NotFound _,
                    Verdict.Ambiguous _,
                    Verdict.Pass _ -> false;
        };
    }

    private boolean answered(ReadyResponse response, RequestOutcome outcome, boolean head, int stream, int expected) {
        Http2Ready frames = worker.ready().http2(response);
        if (frames == null || !fits(frames.flowControlledBytes(head))) {
            return false;
        }
        int length = frames.length(head);
        frames.writeTo(room(length, expected), stream, head);
        unsettledBytes += frames.flowControlledBytes(head);
        lastAnswered = stream;
        handlerKnows = false;
        worker.tally().answered(Protocol.HTTP_2, outcome, response.status(), length);
        return true;
    }

    private boolean isNew(int stream) {
        return (stream & 1) == 1
                && stream > lastAnswered
                && stream > connection.remote().lastStreamCreated();
    }

    private boolean mayAnswer() {
        return ctx.channel().isWritable()
                && connection.numActiveStreams() == 0 // others that wait for the window come first
                && !connection.goAwaySent()
                && !connection.goAwayReceived();
    }

    private boolean fits(int bytes) {
        return bytes <= flow.initialWindowSize()
                && bytes <= flow.windowSize(connection.connectionStream()) - unsettledBytes;
    }

    /** A buffer with room for {@code length} bytes, sized for {@code expected} such answers. */
    private ByteBuf room(int length, int expected) {
        ByteBuf current = answers;
        if (current != null && current.writableBytes() >= length) {
            return current;
        }
        write();
        int wanted = (int) Math.min((long) length * expected, MAX_OUTPUT_BYTES);
        ByteBuf fresh = ctx.alloc().directBuffer(Math.max(length, wanted));
        answers = fresh;
        return fresh;
    }

    private @Nullable Known find(ByteBuf in, int at, int length) {
        for (int i = 0; i < MAX_KNOWN; i++) {
            Known each = known[i];
            if (each == null) {
                return null;
            }
            if (each.block().writerIndex() == length && ByteBufUtil.equals(each.block(), 0, in, at, length)) {
                return each;
            }
        }
        return null;
    }
}
