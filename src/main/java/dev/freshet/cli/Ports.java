package dev.freshet.cli;

import dev.freshet.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** Whether a port can be had, found out by taking it for a moment. Immutable: it has no state. */
final class Ports {
    private Ports() {}

    /** What came of it. */
    enum Outcome {
        FREE,
        /** By another process. */
        TAKEN,
        /** The address is not of this machine, or no address. */
        ELSEWHERE,
        /** Such as a port below 1024 for who is not root. */
        FORBIDDEN
    }

    static Outcome outcome(Address address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            return Outcome.FREE;
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (why.contains("permission")) {
                return Outcome.FORBIDDEN;
            }
            return why.contains("in use") ? Outcome.TAKEN : Outcome.ELSEWHERE;
        }
    }

    /** A sentence without its end: what is wrong with {@code address}. */
    static String problem(Outcome outcome, Address address) {
        return switch (outcome) {
            case FREE, TAKEN -> address + " is taken"; // free again meanwhile
            case ELSEWHERE -> address.host() + " is not an address of this machine";
            case FORBIDDEN -> address + " is not for this user to take";
        };
    }

    /** The address, or a port 0 in its place when it is taken. */
    static Address orFree(Address address) {
        return outcome(address) == Outcome.FREE ? address : new Address(address.host(), 0);
    }
}
