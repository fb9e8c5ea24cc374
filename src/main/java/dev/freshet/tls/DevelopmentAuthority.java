package dev.freshet.tls;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Issues development certificates that strict clients take: P-256, a random serial number, key usages and identifiers as
 * RFC 5280 asks, and a leaf that lives no longer than browsers allow. Immutable.
 */
final class DevelopmentAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3653);
    private static final Duration LEAF_LIFE = Duration.ofDays(397);
    /** For clients whose clock is behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;

    private DevelopmentAuthority() {}

    /** A new authority, its name telling it from earlier ones. */
    static LoadedCertificate create(Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = newKeys();
        BigInteger serial = newSerial();
        X500Principal name = new X500Principal(
                "O=Freshet,CN=Freshet development CA " + serial.toString(36).substring(0, 6));
        X509v3CertificateBuilder builder = builder(name, name, serial, now, now.plus(AUTHORITY_LIFE), keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signed(builder, keys.getPrivate(), keys.getPrivate());
    }

    /** A server certificate for {@code names}, DNS names or IP addresses, the first of which is also its subject. */
    static LoadedCertificate issue(LoadedCertificate authority, List<String> names, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = newKeys();
        X509Certificate issuer = authority.leaf();
        Instant until = now.minus(BACKDATED).plus(LEAF_LIFE);
        Instant latest = issuer.getNotAfter().toInstant();
        X509v3CertificateBuilder builder = builder(
                        issuer.getSubjectX500Principal(),
                        new X500Principal("O=Freshet,CN=" + names.getFirst()),
                        newSerial(),
                        now,
                        until.isBefore(latest) ? until : latest,
                        keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, generalNames(names))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey()));
        return signed(builder, authority.key(), keys.getPrivate());
    }

    /** What a certificate is for, in its order, each name {@linkplain #canonical canonical}. */
    static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        return all == null
                ? List.of()
                : all.stream().map(each -> canonical(each.get(1).toString())).toList();
    }

    /** DNS names in lower case, addresses in one of their several spellings (of version 6: RFC 5952). */
    static String canonical(String name) {
        return IPAddress.isValid(name)
                ? NetUtil.toAddressString(InetAddress.ofLiteral(name))
                : name.toLowerCase(Locale.ROOT);
    }

    private static GeneralNames generalNames(List<String> names) {
        return new GeneralNames(names.stream()
                .map(each ->
                        new GeneralName(IPAddress.isValid(each) ? GeneralName.iPAddress : GeneralName.dNSName, each))
                .toArray(GeneralName[]::new));
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, BigInteger serial, Instant now, Instant until, KeyPair keys)
            throws GeneralSecurityException, IOException {
        return new JcaX509v3CertificateBuilder(
                        issuer, serial, Date.from(now.minus(BACKDATED)), Date.from(until), subject, keys.getPublic())
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    }

    private static LoadedCertificate signed(X509v3CertificateBuilder builder, PrivateKey signer, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        return new LoadedCertificate("", List.of(certificate), key);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Positive, and of no more than 20 octets (RFC 5280 section 4.1.2.2). */
    private static BigInteger newSerial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
    }
}
