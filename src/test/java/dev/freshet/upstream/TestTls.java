package dev.freshet.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;
import java.security.cert.X509Certificate;

/** TLS towards upstreams that trusts one authority. Thread-safe: the context is. */
final class TestTls implements UpstreamTls {
    private final SslContext context;

    TestTls(X509Certificate authority) throws Exception {
        context = SslContextBuilder.forClient().trustManager(authority).build();
    }

    @Override
    public HalfClose install(ChannelPipeline pipeline, URI server, Progress progress) {
        SslHandler tls = context.newHandler(pipeline.channel().alloc(), server.getHost(), server.getPort());
        pipeline.addLast(tls);
        pipeline.addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
                if (event instanceof SslHandshakeCompletionEvent handshake) {
                    if (handshake.isSuccess()) {
                        progress.established();
                    } else {
                        progress.failed(handshake.cause());
                    }
                } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
                    progress.closeNotified();
                }
                super.userEventTriggered(ctx, event);
            }
        });
        return new HalfClose() {
            @Override
            public void end(Channel channel) {
                tls.closeOutbound();
            }

            @Override
            public boolean isFarewell(Object event) {
                return false; // progress is told of it
            }
        };
    }
}
