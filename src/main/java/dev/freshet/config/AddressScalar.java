package dev.freshet.config;

import java.net.Inet6Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses to listen on, such as {@code 0.0.0.0:8443} and {@code [::1]:8443}. Thread-safe: stateless. */
final class AddressScalar {
    private static final String EXPECTED = "host:port such as 0.0.0.0:8443 or \"[::1]:8443\"";
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:]+)):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    private AddressScalar() {}

    /** Any address; the port 0 takes a free one. */
    static Scalar<Address> address() {
        return Scalar.text("address", EXPECTED, "port 0..65535", (text, _) -> {
            Matcher address = ADDRESS.matcher(text);
            boolean sound = address.matches()
                    && Integer.parseInt(address.group(3)) <= LAST_PORT
                    && (address.group(1) == null ? HostScalar.isHost(address.group(2)) : isIpv6(address.group(1)));
            return sound ? new Parsed.Value<>(value(address)) : new Parsed.Refused<>(EXPECTED);
        });
    }

    private static Address value(Matcher address) {
        String host = address.group(1) == null ? address.group(2) : address.group(1);
        return new Address(host, Integer.parseInt(address.group(3)));
    }

    private static boolean isIpv6(String literal) {
        try {
            Inet6Address.ofLiteral(literal);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
