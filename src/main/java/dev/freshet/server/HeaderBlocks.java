package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Header blocks that have nothing to do with a dynamic table (RFC 7541): made so that they mean the same on every
 * connection at any time, and recognised when they come. Confined to one event loop.
 */
final class HeaderBlocks {
    private static final int INDEXED = 0x80;
    private static final int INDEXING = 0x40;
    private static final int SIZE_UPDATE = 0x20;

    private final Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(
            Http2HeadersEncoder.NEVER_SENSITIVE, true, 16, 0); // every string Huffman-coded: it is done once per second

    HeaderBlocks() {
        try {
            encoder.configuration().maxHeaderTableSize(0);
            ByteBuf sizeUpdate = Unpooled.buffer();
            encoder.encodeHeaders(1, new DefaultHttp2Headers(false), sizeUpdate);
        } catch (Http2Exception e) {
            throw new IllegalStateException("zero is a table size", e);
        }
    }

    /** Appends the block of {@code headers}, made of the static table and literals only. */
    void write(Http2Headers headers, ByteBuf out) {
        try {
            encoder.encodeHeaders(1, headers, out);
        } catch (Http2Exception e) {
            throw new IllegalStateException("no bound is set on header lists", e);
        }
    }

    /**
     * Whether decoding the block in {@code in} from {@code at} to {@code end} leaves the dynamic table as it is: fields by
     * index, and literals that are not to be indexed (RFC 7541 section 6). What is malformed is not said to.
     */
    static boolean leaveTable(ByteBuf in, int at, int end) {
        int next = at;
        while (next < end) {
            int first = in.getUnsignedByte(next);
            if ((first & INDEXED) != 0) {
                next = afterInteger(in, next, end, 0x7f);
            } else if ((first & (INDEXING | SIZE_UPDATE)) != 0) {
                return false;
            } else {
                int afterName = afterInteger(in, next, end, 0x0f);
                next = afterString(in, (first & 0x0f) == 0 ? afterString(in, afterName, end) : afterName, end);
            }
        }
        return next == end;
    }

    /** Where the integer whose prefix is {@code mask} ends (RFC 7541 section 5.1); beyond {@code end} if it does not. */
    private static int afterInteger(ByteBuf in, int at, int end, int mask) {
        if ((in.getUnsignedByte(at) & mask) != mask) {
            return at + 1;
        }
        int next = at + 1;
        while (next < end && in.getByte(next) < 0) {
            next++;
        }
        return next < end ? next + 1 : end + 1;
    }

    /** Where the string at {@code at} ends (RFC 7541 section 5.2); beyond {@code end} if it does not. */
    private static int afterString(ByteBuf in, int at, int end) {
        if (at >= end) {
            return end + 1;
        }
        int length = in.getUnsignedByte(at) & 0x7f;
        if (length < 0x7f) {
            return at + 1 + length;
        }
        int shift = 0;
        int next = at + 1;
        while (next < end && shift < 21) {
            int more = in.getUnsignedByte(next++);
            length += (more & 0x7f) << shift;
            if (more < 0x80) {
                return next + length;
            }
            shift += 7;
        }
        return end + 1;
    }
}
