package dev.freshet.tls;

import dev.freshet.config.TlsConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates for the tests: a root, and leaves under it, written as files. Confined to one test. */
final class TestPki {
    private final Path directory;
    private final AtomicInteger serial = new AtomicInteger(1);
    private final KeyPair rootKeys = newKeys("EC");
    final X509Certificate root;
    Instant from = Instant.now().minus(Duration.ofDays(1));
    Instant until = Instant.now().plus(Duration.ofDays(30));

    TestPki(Path directory) throws Exception {
        this.directory = directory;
        this.root = certificate("CN=test root", "CN=test root", rootKeys.getPublic(), rootKeys.getPrivate(), true);
    }

    /** A leaf for {@code names} as {@code <file>.crt} and {@code <file>.key} in PKCS#8. */
    TlsConfig.Certificate issue(String file, String algorithm, String... names) throws Exception {
        KeyPair keys = newKeys(algorithm);
        write(file + ".crt", "CERTIFICATE", leaf(keys.getPublic(), names).getEncoded());
        write(file + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        return entry(file);
    }

    TlsConfig.Certificate entry(String file) {
        return new TlsConfig.Certificate(
                directory.resolve(file + ".crt"), directory.resolve(file + ".key"), "listeners[0].tls.certificates[0]");
    }

    X509Certificate leaf(PublicKey key, String... names) throws Exception {
        String subject = names.length == 0 ? "CN=nameless" : "CN=" + names[0].replace("*", "star");
        return certificate(subject, "CN=test root", key, rootKeys.getPrivate(), false, names);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void write(String file, String type, byte[]... contents) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (byte[] each : contents) {
                writer.writeObject(new PemObject(type, each));
            }
        }
        Files.writeString(file(file), text.toString());
    }

    static KeyPair newKeys(String algorithm) throws Exception {
        return newKeys(algorithm, algorithm.equals("EC") ? 256 : 2048);
    }

    static KeyPair newKeys(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.equals("Ed25519")) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    /** A client's context that trusts only {@code authorities}. */
    static SSLContext trusting(X509Certificate... authorities) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate each : authorities) {
            store.setCertificateEntry(
                    each.getSerialNumber() + each.getSubjectX500Principal().getName(), each);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    SSLContext client() throws Exception {
        return trusting(root);
    }

    static TlsConfig config(TlsConfig.Certificate... certificates) {
        return new TlsConfig(List.of(certificates));
    }

    private X509Certificate certificate(
            String subject, String issuer, PublicKey key, PrivateKey signer, boolean authority, String... names)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(serial.getAndIncrement()),
                Date.from(from == null ? Instant.now().minus(Duration.ofDays(1)) : from),
                Date.from(until == null ? Instant.now().plus(Duration.ofDays(30)) : until),
                new X500Principal(subject),
                key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (names.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(Arrays.stream(names)
                            .flatMap(each -> Stream.of(new GeneralName(
                                    each.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, each)))
                            .toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }
}
