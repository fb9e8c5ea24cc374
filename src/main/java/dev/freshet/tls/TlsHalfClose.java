package dev.freshet.tls;

import dev.freshet.upstream.HalfClose;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;

/**
 * A close_notify ends one direction (RFC 8446 section 6.1). One that the peer sends ends both: BoringSSL's engine answers it
 * at once, as TLS 1.2 demands. Thread-safe: stateless.
 */
public final class TlsHalfClose implements HalfClose {
    /** Of every session: it has no state. */
    public static final TlsHalfClose OF_TLS = new TlsHalfClose();

    private TlsHalfClose() {}

    @Override
    public void end(Channel channel) {
        SslHandler encryption = channel.pipeline().get(SslHandler.class);
        var _ = encryption == null ? channel.close() : encryption.closeOutbound();
    }

    @Override
    public boolean isFarewell(Object event) {
        return event instanceof SslCloseCompletionEvent closed && closed.isSuccess();
    }
}
