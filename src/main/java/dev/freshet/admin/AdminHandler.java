package dev.freshet.admin;

import dev.freshet.observe.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one connection, one at a time. Confined to the event loop of its connection. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    /** RFC 9110 section 5.6.7. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Routes routes;
    private final Clock clock;
    private boolean awaiting;
    private boolean closing;

    AdminHandler(Routes routes, Clock clock) {
        this.routes = routes;
        this.clock = clock;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    /** What was read may be less than a request, and ended the reading asked for. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (awaiting) {
            ctx.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (closing) {
            return;
        }
        awaiting = false;
        Reply refusal = Refusal.of(request);
        closing = refusal != null || !HttpUtil.isKeepAlive(request);
        CompletableFuture<Reply> answer = refusal == null
                ? answer(request, (InetSocketAddress) ctx.channel().remoteAddress())
                : CompletableFuture.completedFuture(refusal);
        if (answer.isDone()) {
            write(ctx, request, answer.join());
        } else {
            var _ = answer.thenAcceptAsync(reply -> write(ctx, request, reply), ctx.executor());
        }
    }

    /** Of the request, which may have been released, only the head is looked at. */
    private void write(ChannelHandlerContext ctx, HttpRequest request, Reply reply) {
        var _ = ctx.writeAndFlush(response(request, reply)).addListener((ChannelFuture written) -> goOn(ctx, written));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            var _ = ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            log.debug("admin: a client went away or was cut off: {}", cause.toString());
        } else {
            log.error("admin: a connection was given up: {}", cause.toString(), cause);
        }
        var _ = ctx.close();
    }

    private CompletableFuture<Reply> answer(FullHttpRequest request, InetSocketAddress from) {
        try {
            return routes.answer(request, from);
        } catch (RuntimeException e) {
            log.error("admin: {} failed: {}", Routes.path(request), e.toString(), e);
            return CompletableFuture.completedFuture(Reply.failed());
        }
    }

    private void goOn(ChannelHandlerContext ctx, ChannelFuture written) {
        if (!written.isSuccess()) {
            var _ = ctx.close();
        } else if (closing) {
            finish(ctx.channel());
        } else {
            awaitRequest(ctx);
        }
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        awaiting = true;
        ctx.read();
    }

    /**
     * Says that no more will come and discards what does until the client closes or time is up: a socket closed with
     * bytes unread is reset, and the client might lose the response (RFC 9112 section 9.6).
     */
    private static void finish(Channel channel) {
        var _ = ((DuplexChannel) channel).shutdownOutput();
        channel.config().setAutoRead(true);
    }

    /** The caller hands the response, and with it the buffer inside, to the channel, which releases it. */
    private FullHttpResponse response(HttpRequest request, Reply reply) {
        ByteBuf content =
                request.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, reply.status(), content);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, reply.mediaType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        headers.set(HttpHeaderNames.DATE, IMF_FIXDATE.format(Instant.ofEpochMilli(clock.epochMillis())));
        reply.headers().forEach(headers::set);
        CharSequence connection = connection(request);
        if (connection != null) {
            headers.set(HttpHeaderNames.CONNECTION, connection);
        }
        return response;
    }

    private @Nullable CharSequence connection(HttpRequest request) {
        if (closing) {
            return HttpHeaderValues.CLOSE;
        }
        return request.protocolVersion().isKeepAliveDefault() ? null : HttpHeaderValues.KEEP_ALIVE;
    }
}
