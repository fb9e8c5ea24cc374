package dev.freshet.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;

/** Reads certificates from PEM files. Immutable. */
final class CertificateChain {
    private static final String RULE = "PEM blocks of certificates, the leaf first, each followed by its issuer";

    private CertificateChain() {}

    /** The chain in a file: at least one certificate, each issued by the next. */
    static List<X509Certificate> read(String place, Path file) throws TlsProblemException {
        PemFile pem = PemFile.read(place, file);
        List<X509Certificate> chain = certificates(pem);
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!issued(chain.get(i + 1), chain.get(i))) {
                throw pem.problem(
                        "is out of order: certificate " + (i + 2) + " (" + name(chain.get(i + 1))
                                + ") did not issue certificate " + (i + 1) + " (" + name(chain.get(i)) + ")",
                        RULE);
            }
        }
        return chain;
    }

    /** The certificates in a file in any order: authorities to trust. At least one. */
    static List<X509Certificate> readAuthorities(String place, Path file) throws TlsProblemException {
        return certificates(PemFile.read(place, file));
    }

    /** Whether {@code issuer} is named as, and signed as, the issuer of {@code certificate}. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(PemFile pem) throws TlsProblemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject block : pem.blocks()) {
            if (block.getType().equals("CERTIFICATE") || block.getType().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(pem, block, certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw pem.problem("holds no certificate", RULE);
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(PemFile pem, PemObject block, int number) throws TlsProblemException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getContent()));
        } catch (CertificateException _) {
            throw pem.problem("has a damaged certificate, number " + number, RULE);
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
