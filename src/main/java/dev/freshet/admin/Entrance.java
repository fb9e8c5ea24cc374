package dev.freshet.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a request before its content is read: whoever may not send it, or sends too much, is told at once, and nothing
 * of the content is kept. Such a request goes on as one that could not be decoded, so that the answer to it is made where the answers
 * to all such requests are. Releases what it does not pass on. Confined to the event loop of its connection.
 */
final class Entrance extends ChannelInboundHandlerAdapter {
    private final Routes routes;
    private final long standardBytes;
    private final Berths berths;
    private boolean berthed;
    private @Nullable HttpRequest current;
    private long mostBytes;
    private long leftBytes;

    /** {@code standardBytes}: the largest content where a page does not say otherwise. */
    Entrance(Routes routes, long standardBytes, Berths berths) {
        this.routes = routes;
        this.standardBytes = standardBytes;
        this.berths = berths;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leaveBerth();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            begin(ctx, head);
        } else if (message instanceof HttpContent content) {
            goOn(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        current = head;
        mostBytes = standardBytes;
        long length = contentLength(head);
        if (head.decoderResult().isSuccess() && (length > 0 || HttpUtil.isTransferEncodingChunked(head))) {
            Reply refusal = routes.denial(head, from(ctx));
            mostBytes = routes.mostBytes(head, standardBytes);
            if (refusal == null && length > mostBytes) {
                refusal = tooMuch(ctx, head);
            }
            if (refusal == null && mayBeLarge(head, length)) {
                berthed = berths.take();
                refusal = berthed ? null : tooMany(ctx, head);
            }
            if (refusal != null) {
                refuse(ctx, head, refusal);
                return;
            }
        }
        leftBytes = mostBytes;
        ctx.fireChannelRead(head);
    }

    private void goOn(ChannelHandlerContext ctx, HttpContent content) {
        HttpRequest head = current;
        if (head == null) {
            ReferenceCountUtil.release(content);
            return;
        }
        leftBytes -= content.content().readableBytes();
        if (leftBytes < 0) {
            ReferenceCountUtil.release(content);
            refuse(ctx, head, tooMuch(ctx, head));
            return;
        }
        if (content instanceof LastHttpContent) {
            leaveBerth();
        }
        ctx.fireChannelRead(content);
    }

    private boolean mayBeLarge(HttpRequest head, long length) {
        return mostBytes > standardBytes && (length > standardBytes || HttpUtil.isTransferEncodingChunked(head));
    }

    private void leaveBerth() {
        if (berthed) {
            berthed = false;
            berths.giveBack();
        }
    }

    private Reply tooMany(ChannelHandlerContext ctx, HttpRequest head) {
        Reply reply = Reply.problem(
                        HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many payloads are on their way; try again.")
                .with(HttpHeaderNames.RETRY_AFTER.toString(), "1");
        routes.refused(head, from(ctx), reply);
        return reply;
    }

    /** 0 where it is none, or no number: what is made of the whole request says so. */
    private static long contentLength(HttpRequest head) {
        try {
            return HttpUtil.getContentLength(head, 0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Reply tooMuch(ChannelHandlerContext ctx, HttpRequest head) {
        Reply reply = Reply.problem(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "The content is too large (expected: at most " + mostBytes + " bytes).");
        routes.refused(head, from(ctx), reply);
        return reply;
    }

    /** What comes of the request from now on is released unseen; its connection closes. */
    private void refuse(ChannelHandlerContext ctx, HttpRequest head, Reply reply) {
        current = null;
        leaveBerth();
        FullHttpRequest refused =
                new DefaultFullHttpRequest(head.protocolVersion(), head.method(), head.uri(), Unpooled.EMPTY_BUFFER);
        refused.setDecoderResult(DecoderResult.failure(new RefusedRequestException(reply)));
        ctx.fireChannelRead(refused);
    }

    private static InetSocketAddress from(ChannelHandlerContext ctx) {
        return (InetSocketAddress) ctx.channel().remoteAddress();
    }
}
