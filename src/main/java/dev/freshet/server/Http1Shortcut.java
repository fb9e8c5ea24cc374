package dev.freshet.server;

import dev.freshet.server.strict.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands in front of the decoder and answers requests whose bytes are known ({@link HeadMemo}) without it. Whatever is not
 * known, or not to be answered from memory, goes to the decoder untouched and in order; while the decoder is inside a
 * message, everything does. Confined to the event loop of its connection.
 */
final class Http1Shortcut extends ChannelInboundHandlerAdapter {
    private final HeadMemo memo;
    private final StrictRequestDecoder decoder;
    private final Http1Connection connection;

    Http1Shortcut(HeadMemo memo, StrictRequestDecoder decoder, Http1Connection connection) {
        this.memo = memo;
        this.decoder = decoder;
        this.connection = connection;
    }

    /** Takes the message's ownership; what is left of it goes on with it. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (!decoder.isBetweenMessages() || !connection.isBetweenRequests()) {
            ctx.fireChannelRead(in);
            return;
        }
        while (in.isReadable()) {
            KnownHead known = memo.match(in);
            if (known == null || !connection.answer(known)) {
                connection.decoding(memo.candidate(in));
                ctx.fireChannelRead(in);
                connection.decoding(null);
                return;
            }
            in.skipBytes(known.bytes().length);
        }
        in.release();
    }
}
