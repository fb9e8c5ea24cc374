package dev.freshet.tls;

import dev.freshet.config.TlsConfig;
import dev.freshet.observe.Clock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the certificates of a listener and notes everything that is wrong with them. Confined to one caller. */
final class CertificateReader {
    private final Clock clock;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    CertificateReader(Clock clock) {
        this.clock = clock;
    }

    /** The certificates that can be used, in their order; all of them when there are no problems. */
    List<LoadedCertificate> read(TlsConfig config) {
        List<LoadedCertificate> loaded = new ArrayList<>();
        for (TlsConfig.Certificate each : config.certificates()) {
            List<X509Certificate> chain = noting(() -> CertificateChain.read(each.place() + ".chain", each.chain()));
            PrivateKey key = noting(() -> PrivateKeyFile.read(each.place() + ".key", each.key()));
            if (chain != null) {
                warnAbout(
                        each,
                        chain.getFirst(),
                        each.equals(config.certificates().getFirst()));
            }
            if (chain != null && key != null && matching(each, chain.getFirst(), key)) {
                loaded.add(new LoadedCertificate(each.place(), chain, key));
            }
        }
        return loaded;
    }

    /** What has been noted so far. */
    TlsFindings findings() {
        return new TlsFindings(problems, warnings);
    }

    /** Whether {@code key} is the private key of {@code certificate}: what it signs, the certificate verifies. */
    static boolean belong(PrivateKey key, X509Certificate certificate) {
        PublicKey other = certificate.getPublicKey();
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        byte[] message = certificate.getSerialNumber().toByteArray();
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private boolean matching(TlsConfig.Certificate place, X509Certificate leaf, PrivateKey key) {
        boolean matching = belong(key, leaf);
        if (!matching) {
            problems.add(place.place() + ".key: " + place.key() + " does not belong to the certificate in "
                    + place.chain() + " (expected: the private key of its leaf)");
        }
        return matching;
    }

    private void warnAbout(TlsConfig.Certificate place, X509Certificate leaf, boolean first) {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            warn(
                    place.place(),
                    place.chain(),
                    "expired at " + leaf.getNotAfter().toInstant(),
                    "a valid certificate");
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            warn(
                    place.place(),
                    place.chain(),
                    "is not valid before " + leaf.getNotBefore().toInstant(),
                    "a valid certificate");
        }
        if (!first && LoadedCertificate.names(leaf).isEmpty()) {
            warn(place.place(), place.chain(), "names no host, so SNI never chooses it", "a DNS name in its SAN");
        }
    }

    private void warn(String place, Path file, String what, String rule) {
        warnings.add(place + ".chain: " + file + " " + what + " (expected: " + rule + ")");
    }

    /** One step of the reading. Confined to its caller. */
    private interface Step<T> {
        T take() throws TlsProblemException;
    }

    private <T> @Nullable T noting(Step<T> step) {
        try {
            return step.take();
        } catch (TlsProblemException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }
}
