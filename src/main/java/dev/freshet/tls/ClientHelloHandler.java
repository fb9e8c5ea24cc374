package dev.freshet.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ClientHello; tells who speaks HTTP instead that this port speaks HTTPS. Refuses the hello when ALPN has nothing in
 * common, else gives its place to the encryption of the certificate that its server name asks for. Until then a connection
 * costs no native memory. Confined to its event loop.
 */
final class ClientHelloHandler extends AbstractSniHandler<SslHandler> {
    /** What BoringSSL takes too. */
    private static final int LONGEST_HELLO = 16 * 1024;

    /** A fatal alert, {@code no_application_protocol} (RFC 8446 section 6), in a record of its own. */
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    /** Closing under a client that is still sending would reset the answer away. */
    private static final long LINGER_MILLIS = 500;

    private final AlpnOffer offer;
    private final BiFunction<ByteBufAllocator, @Nullable String, SslHandler> encryption;
    private boolean refused;
    /** Whether the next close waits a little. */
    private boolean lingers;

    /** {@code encryption} makes the successor for a server name in lower case, null where the client sends none. */
    ClientHelloHandler(AlpnOffer offer, BiFunction<ByteBufAllocator, @Nullable String, SslHandler> encryption) {
        super(LONGEST_HELLO, 0);
        this.offer = offer;
        this.encryption = encryption;
    }

    /** {@code in} stays its caller's. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else if (PlainHttp.begins(in)) {
            refused = true;
            in.skipBytes(in.readableBytes());
            lingers = true;
            ctx.writeAndFlush(PlainHttp.answer());
            ctx.fireUserEventTriggered(new SniCompletionEvent(new NotSslRecordException("HTTP"))); // which closes
        } else {
            super.decode(ctx, in, out);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
        if (lingers) {
            lingers = false;
            ctx.executor().schedule(() -> ctx.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            super.close(ctx, promise);
        }
    }

    /** {@code hello} stays its caller's; null when what came is not a ClientHello. */
    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello) throws Exception {
        if (hello != null && !offer.acceptable(hello)) {
            return ctx.executor()
                    .newFailedFuture(new SSLHandshakeException(
                            "no protocol in common (expected by ALPN: " + String.join(", ", offer.alpnNames()) + ")"));
        }
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext ctx, @Nullable String serverName) {
        return ctx.executor().newSucceededFuture(encryption.apply(ctx.alloc(), serverName));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String serverName, Future<SslHandler> chosen) {
        if (chosen.isSuccess()) {
            ctx.pipeline().replace(this, "tls", chosen.getNow());
            return;
        }
        refused = true;
        ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL)).addListener(ChannelFutureListener.CLOSE);
    }
}
