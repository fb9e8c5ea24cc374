package dev.freshet.compare;

import dev.freshet.config.Protocol;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * One side as it is reached: its name was resolved once, and every connection goes to that address. Immutable.
 *
 * @param url absolute, scheme {@code http} or {@code https}, with a host and without user or fragment
 * @param address resolved
 */
public record Target(Side side, URI url, InetSocketAddress address) {

    /** Whether connections are encrypted. */
    public boolean tls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** What is spoken with it: HTTP/2 over TLS only, though prior knowledge would allow it without (RFC 9113 section 3.3). */
    Protocol protocol(Load load) {
        return tls() ? load.protocol() : Protocol.HTTP_1_1;
    }

    /** The host of the URL, without the brackets of an IPv6 address. */
    public String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The Host field and {@code :authority} of a request (RFC 9110 section 7.2). */
    public String authority() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    /** The request target in origin form (RFC 9112 section 3.2.1). */
    public String requestTarget() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** Such as {@code 127.0.0.1:8443}. */
    public String shownAddress() {
        String ip = address.getAddress().getHostAddress();
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }
}
