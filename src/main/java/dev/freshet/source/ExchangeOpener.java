package dev.freshet.source;

import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.RequestHead;
import io.netty.channel.EventLoop;

/** Opens exchanges with one upstream; {@code upstream::open} is one. Implementations are thread-safe. */
@FunctionalInterface
public interface ExchangeOpener {
    /**
     * Opens an exchange. Called on {@code loop}; the listener is called on it later, never from inside this call.
     */
    Exchange open(EventLoop loop, RequestHead head, ExchangeListener listener);
}
