package dev.freshet.app;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One client that takes {@link #BODY_BYTES} of a response, or sends as much of a request, a part at each tick, and counts
 * what it gets. Confined to its event loop, as every kind of it is.
 */
abstract class SlowTalk extends ChannelInboundHandlerAdapter {
    static final int BODY_BYTES = 1 << 20;
    static final int PART_BYTES = 16 * 1024;

    private final SlowClients all;
    private final long tickMillis;
    private boolean over;

    SlowTalk(SlowClients all, long tickMillis) {
        this.all = all;
        this.tickMillis = tickMillis;
    }

    /** Says what there is to say at once. */
    abstract void begin(ChannelHandlerContext ctx);

    /** Goes on by one part. */
    abstract void tick(ChannelHandlerContext ctx);

    /** What has come; the caller keeps {@code data}. */
    abstract void heard(ChannelHandlerContext ctx, ByteBuf data);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.flush();
        all.begun();
        tickLater(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            heard(ctx, data);
            ctx.flush();
        } finally {
            data.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, false);
    }

    /** It has got what it should, or something else. */
    final void end(ChannelHandlerContext ctx, boolean well) {
        if (!over) {
            over = true;
            all.ended(well);
            ctx.close();
        }
    }

    static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private void tickLater(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (!over) {
                                tick(ctx);
                                ctx.flush();
                                tickLater(ctx);
                            }
                        },
                        tickMillis,
                        TimeUnit.MILLISECONDS);
    }

    /** HTTP/1.1. Confined to its event loop. */
    static final class Http1 extends SlowTalk {
        private final String target;
        private final boolean uploads;
        private final StringBuilder head = new StringBuilder();
        private long bodyBytes;
        private long sentBytes;
        private boolean inBody;

        Http1(SlowClients all, long tickMillis, String target, boolean uploads) {
            super(all, tickMillis);
            this.target = target;
            this.uploads = uploads;
        }

        @Override
        void begin(ChannelHandlerContext ctx) {
            String length = uploads ? "Content-Length: " + BODY_BYTES + "\r\n" : "";
            ctx.write(ascii(
                    (uploads ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n"));
        }

        @Override
        void tick(ChannelHandlerContext ctx) {
            if (uploads && sentBytes < BODY_BYTES && ctx.channel().isWritable()) {
                ctx.write(Unpooled.wrappedBuffer(new byte[PART_BYTES]));
                sentBytes += PART_BYTES;
            }
            ctx.read();
        }

        @Override
        void heard(ChannelHandlerContext ctx, ByteBuf data) {
            while (!inBody && data.isReadable()) {
                head.append((char) data.readByte());
                inBody = head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
            }
            bodyBytes += data.readableBytes();
            boolean ok = head.indexOf("HTTP/1.1 200 ") == 0;
            if (inBody && (!ok || uploads || bodyBytes >= BODY_BYTES)) {
                end(ctx, ok && (uploads ? sentBytes == BODY_BYTES : bodyBytes == BODY_BYTES));
            }
        }
    }

    /** HTTP/2, with the windows that a client has who says nothing of them. Confined to its event loop. */
    static final class Http2 extends SlowTalk {
        private static final int WINDOW_BYTES = 65_535;
        private static final int STATUS_200 = 0x88;

        private final String target;
        private final boolean uploads;
        private final ByteBuf frames = Unpooled.buffer();
        private long bodyBytes;
        private long sentBytes;
        private int unacknowledged;
        private long connectionWindow = WINDOW_BYTES;
        private long streamWindow = WINDOW_BYTES;
        private boolean ok;

        Http2(SlowClients all, long tickMillis, String target, boolean uploads) {
            super(all, tickMillis);
            this.target = target;
            this.uploads = uploads;
        }

        @Override
        void begin(ChannelHandlerContext ctx) {
            ctx.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            ctx.write(frame(0x4, 0, 0, Unpooled.EMPTY_BUFFER));
            ByteBuf block = Unpooled.buffer();
            block.writeByte(uploads ? 0x83 : 0x82).writeByte(0x87); // :method, :scheme https
            literal(block, 0x04, target);
            literal(block, 0x01, "localhost");
            ctx.write(frame(0x1, uploads ? 0x4 : 0x5, 1, block));
        }

        @Override
        void tick(ChannelHandlerContext ctx) {
            long part = Math.min(Math.min(connectionWindow, streamWindow), PART_BYTES);
            part = Math.min(part, BODY_BYTES - sentBytes);
            if (uploads && part > 0 && ctx.channel().isWritable()) {
                sentBytes += part;
                connectionWindow -= part;
                streamWindow -= part;
                int flags = sentBytes == BODY_BYTES ? 0x1 : 0;
                ctx.write(frame(0x0, flags, 1, Unpooled.wrappedBuffer(new byte[(int) part])));
            }
            ctx.read();
        }

        @Override
        void heard(ChannelHandlerContext ctx, ByteBuf data) {
            frames.writeBytes(data);
            while (frames.readableBytes() >= 9
                    && frames.readableBytes() >= 9 + frames.getUnsignedMedium(frames.readerIndex())) {
                int length = frames.readUnsignedMedium();
                int type = frames.readUnsignedByte();
                int flags = frames.readUnsignedByte();
                int stream = frames.readInt();
                frame(ctx, type, flags, stream, frames.readSlice(length));
            }
            frames.discardSomeReadBytes();
        }

        private void frame(ChannelHandlerContext ctx, int type, int flags, int stream, ByteBuf payload) {
            switch (type) {
                case 0x0 -> body(ctx, payload.readableBytes());
                case 0x1 -> ok = payload.getUnsignedByte(0) == STATUS_200;
                case 0x3, 0x7 -> end(ctx, false);
                case 0x4 -> settings(ctx, flags, payload);
                case 0x8 -> {
                    connectionWindow += stream == 0 ? payload.getInt(0) : 0;
                    streamWindow += stream == 0 ? 0 : payload.getInt(0);
                }
                default -> {}
            }
            if ((type == 0x0 || type == 0x1) && (flags & 0x1) != 0) {
                end(ctx, ok && (uploads ? sentBytes == BODY_BYTES : bodyBytes == BODY_BYTES));
            }
        }

        private void body(ChannelHandlerContext ctx, int bytes) {
            bodyBytes += bytes;
            unacknowledged += bytes;
            if (unacknowledged >= WINDOW_BYTES / 2) {
                ctx.write(frame(0x8, 0, 0, Unpooled.copyInt(unacknowledged)));
                ctx.write(frame(0x8, 0, 1, Unpooled.copyInt(unacknowledged)));
                unacknowledged = 0;
            }
        }

        private void settings(ChannelHandlerContext ctx, int flags, ByteBuf payload) {
            if ((flags & 0x1) != 0) {
                return;
            }
            while (payload.isReadable()) {
                int name = payload.readUnsignedShort();
                long value = payload.readUnsignedInt();
                streamWindow += name == 4 ? value - WINDOW_BYTES : 0;
            }
            ctx.write(frame(0x4, 0x1, 0, Unpooled.EMPTY_BUFFER));
        }

        private static void literal(ByteBuf block, int name, String value) {
            block.writeByte(name).writeByte(value.length());
            ByteBufUtil.writeAscii(block, value);
        }

        private static ByteBuf frame(int type, int flags, int stream, ByteBuf payload) {
            ByteBuf head = Unpooled.buffer(9);
            head.writeMedium(payload.readableBytes())
                    .writeByte(type)
                    .writeByte(flags)
                    .writeInt(stream);
            return Unpooled.wrappedBuffer(head, payload);
        }
    }
}
