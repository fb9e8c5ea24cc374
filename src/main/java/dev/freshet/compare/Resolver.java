package dev.freshet.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Finds the one address at which a URL is asked, though its name may have several. Thread-safe: stateless. */
final class Resolver {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Resolver() {}

    /**
     * The first address of the URL's host that takes a connection; the first of all where none does, for whoever asks there
     * says why. A host with one address is not connected to.
     *
     * @param timeout of each attempt
     * @throws UnknownHostException the name has no address
     */
    static InetSocketAddress address(URI url, Duration timeout) throws UnknownHostException {
        int usual = "https".equalsIgnoreCase(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return first(List.of(InetAddress.getAllByName(url.getHost())), port, timeout);
    }

    /** {@code addresses}: at least one. */
    static InetSocketAddress first(List<InetAddress> addresses, int port, Duration timeout) {
        List<InetSocketAddress> all = addresses.stream()
                .map(each -> new InetSocketAddress(each, port))
                .toList();
        return all.size() == 1
                ? all.getFirst()
                : all.stream()
                        .filter(each -> takesConnections(each, timeout))
                        .findFirst()
                        .orElse(all.getFirst());
    }

    private static boolean takesConnections(InetSocketAddress address, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) timeout.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
