package dev.freshet.cli;

import dev.freshet.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether a port can be had, found out by taking it for a moment. Immutable: it has no state. */
final class Ports {
    private Ports() {}

    /** Also true of an address that is not of this machine. */
    static boolean taken(Address address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** The address, or a port 0 in its place when it is taken. */
    static Address orFree(Address address) {
        return taken(address) ? new Address(address.host(), 0) : address;
    }
}
