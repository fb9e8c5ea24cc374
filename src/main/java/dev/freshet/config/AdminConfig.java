package dev.freshet.config;

import java.util.Map;

/**
 * The admin listener. Immutable.
 *
 * @param address where it listens, 127.0.0.1:9900 unless configured
 * @param tokens the SHA-256 of each token that lets its bearer act, in hexadecimal, by the bearer's name; none: whoever is on a
 *     loopback address may act
 */
public record AdminConfig(Address address, Map<String, String> tokens) {
    /** Copies the map. */
    public AdminConfig {
        tokens = Map.copyOf(tokens);
    }

    /** Without tokens. */
    public AdminConfig(Address address) {
        this(address, Map.of());
    }
}
