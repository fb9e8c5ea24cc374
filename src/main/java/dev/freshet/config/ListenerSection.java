package dev.freshet.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** {@code listeners[]} and what is in it. Thread-safe: stateless. */
final class ListenerSection {
    private static final Key<Path> CHAIN =
            Key.required("chain", FileScalar.existing(), "The certificate and its intermediates, PEM, the leaf first.");
    private static final Key<Path> KEY = Key.required(
            "key", FileScalar.existing(), "The private key of the leaf, PEM (PKCS#8, PKCS#1 or SEC 1), not encrypted.");
    private static final Section<TlsConfig.Certificate> CERTIFICATE = new Section<>(
            "listeners[].tls.certificates[]",
            "A certificate and its key. Relative paths start at the folder of the configuration.",
            List.of(CHAIN, KEY),
            ListenerSection::certificate);

    private static final Key<List<TlsConfig.Certificate>> CERTIFICATES = Key.required(
            "certificates",
            new ListOf<>("certificates", CERTIFICATE, 1, 1000),
            "The first is the default; the others are chosen by SNI from the names in them.");
    private static final Section<TlsConfig> TLS_SECTION = new Section<>(
            "listeners[].tls", "What makes a listener speak TLS.", List.of(CERTIFICATES), ListenerSection::tls);

    private static final Key<Address> ADDRESS = Key.required(
            "address",
            AddressScalar.address(),
            "Where it listens. An IPv6 address stands in brackets, and so in quotes. Port 0 takes a free one.");
    private static final Key<List<Protocol>> PROTOCOLS = Key.optional(
            "protocols",
            new ListOf<>("protocols", WordScalar.of(protocols()), 1, Protocol.values().length),
            "`[h2, http/1.1]`; without `tls` `[http/1.1]`",
            "The ALPN offer, best first. A listener without `tls` speaks `http/1.1` only.");
    private static final Key<TlsConfig> TLS =
            Key.optional("tls", TLS_SECTION, "plain HTTP/1.1", "The certificates of a listener that speaks TLS.");

    static final Section<ListenerConfig> SECTION = new Section<>(
            "listeners[]",
            "A socket that clients connect to.",
            List.of(ADDRESS, PROTOCOLS, TLS),
            ListenerSection::listener);

    private ListenerSection() {}

    private static SequencedMap<String, Protocol> protocols() {
        SequencedMap<String, Protocol> protocols = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            protocols.put(protocol.alpn(), protocol);
        }
        return protocols;
    }

    private static @Nullable ListenerConfig listener(Values in) {
        List<Protocol> protocols = in.find(PROTOCOLS);
        if (!in.has(TLS) && protocols != null && protocols.contains(Protocol.HTTP_2)) {
            in.reading().problems().add(in.place(PROTOCOLS), "h2 (expected: http/1.1 alone on a listener without tls)");
        }
        Address address = in.find(ADDRESS);
        if (address == null) {
            return null;
        }
        in.reading().claims().address(address, in.place(ADDRESS), "a listener");
        List<Protocol> standard = in.has(TLS) ? List.of(Protocol.values()) : List.of(Protocol.HTTP_1_1);
        return new ListenerConfig(address, protocols == null ? standard : protocols, in.find(TLS));
    }

    private static @Nullable TlsConfig tls(Values in) {
        List<TlsConfig.Certificate> certificates = in.find(CERTIFICATES);
        return certificates == null ? null : new TlsConfig(certificates);
    }

    private static TlsConfig.@Nullable Certificate certificate(Values in) {
        Path chain = in.find(CHAIN);
        Path key = in.find(KEY);
        return chain == null || key == null ? null : new TlsConfig.Certificate(chain, key, in.path());
    }
}
