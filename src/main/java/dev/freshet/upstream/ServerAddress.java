package dev.freshet.upstream;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Where a server is, from its URI. Thread-safe: stateless. */
final class ServerAddress {
    private ServerAddress() {}

    /** Its host and port, for faults and metrics. */
    static String label(URI server) {
        return server.getHost() + ":" + port(server);
    }

    /** Unresolved where it is a name. */
    static InetSocketAddress of(URI server) {
        String host = server.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(bare);
        return literal == null
                ? InetSocketAddress.createUnresolved(host, port(server))
                : new InetSocketAddress(literal, port(server));
    }

    static boolean secure(URI server) {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    private static int port(URI server) {
        return server.getPort() >= 0 ? server.getPort() : secure(server) ? 443 : 80;
    }
}
