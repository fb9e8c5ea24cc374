package dev.freshet.cli;

import dev.freshet.config.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as the user may paste them. Immutable: it has no state. */
final class Urls {
    private Urls() {}

    /** The address as configured, with the port really taken. */
    static String of(boolean tls, Address configured, int port) {
        return (tls ? "https://" : "http://") + new Address(configured.host(), port);
    }

    /** Such as {@code https://0.0.0.0:8443}, without a slash at the end. */
    static String of(boolean tls, InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + bracketed + ":" + address.getPort();
    }
}
