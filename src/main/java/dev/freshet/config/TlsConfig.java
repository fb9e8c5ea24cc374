package dev.freshet.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The certificates of a listener. Immutable.
 *
 * @param certificates at least one; the first is the default, the others are chosen by SNI from their names
 */
public record TlsConfig(List<Certificate> certificates) {

    /** Copies the list. */
    public TlsConfig {
        certificates = List.copyOf(certificates);
    }

    /**
     * A certificate chain and its private key, both PEM. Immutable.
     *
     * @param chain the leaf first
     * @param key PKCS#8, PKCS#1 or SEC 1, not encrypted
     * @param place where the configuration names it, for messages, such as {@code listeners[0].tls.certificates[0]}
     */
    public record Certificate(Path chain, Path key, String place) {}
}
