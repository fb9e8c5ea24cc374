package dev.freshet.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket. Immutable.
 *
 * @param address where it listens; port 0 takes a free one
 * @param protocols the ALPN offer in order of preference; a plain listener speaks HTTP/1.1 only
 * @param tls null for plain HTTP
 */
public record ListenerConfig(
        Address address, List<Protocol> protocols, @Nullable TlsConfig tls) {

    /** Copies the list. */
    public ListenerConfig {
        protocols = List.copyOf(protocols);
    }
}
