package dev.freshet.config;

/**
 * A host and a port, such as {@code 0.0.0.0:8443} or {@code [::1]:9900}. Immutable.
 *
 * @param host a name or an IP literal, without brackets
 * @param port 0..65535; 0 takes a free one
 */
public record Address(String host, int port) {

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
