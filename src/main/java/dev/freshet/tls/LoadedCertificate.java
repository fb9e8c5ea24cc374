package dev.freshet.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate chain and the private key of its leaf, read and checked. Immutable.
 *
 * @param place where the configuration names it
 * @param chain the leaf first, each followed by its issuer
 * @param key RSA or EC
 */
record LoadedCertificate(String place, List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2;

    /** Copies the list. */
    LoadedCertificate {
        chain = List.copyOf(chain);
    }

    /** The certificate of the server itself. */
    X509Certificate leaf() {
        return chain.getFirst();
    }

    /** The leaf's DNS names in lower case, wildcards as {@code *.example.org}. */
    List<String> names() {
        return names(leaf());
    }

    /** The DNS names of any certificate, in lower case; none where its extension is damaged. */
    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(each -> each.getFirst().equals(DNS_NAME))
                            .map(each -> each.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
