package dev.freshet.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Reads a private key from a PEM file: PKCS#8, PKCS#1 or SEC 1, not encrypted. Immutable. */
final class PrivateKeyFile {
    private static final String RULE = "a PEM private key, RSA or EC, not encrypted";
    private static final int SMALLEST_RSA_BITS = 2048;

    private PrivateKeyFile() {}

    /** The first private key in a file. */
    static PrivateKey read(String place, Path file) throws TlsProblemException {
        PemFile pem = PemFile.read(place, file);
        for (PemObject block : pem.blocks()) {
            if (block.getType().endsWith("PRIVATE KEY")) {
                return checked(pem, key(pem, block));
            }
        }
        throw pem.problem("holds no private key", RULE);
    }

    private static PrivateKey key(PemFile pem, PemObject block) throws TlsProblemException {
        if (encrypted(block)) {
            throw pem.problem("is encrypted, and there is nobody to type its password", RULE);
        }
        PrivateKeyInfo key = info(pem, block);
        String algorithm = algorithm(key.getPrivateKeyAlgorithm().getAlgorithm());
        if (algorithm == null) {
            throw pem.problem("holds a key that is neither RSA nor EC", RULE);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException | IOException _) {
            throw pem.problem(
                    "holds a damaged " + algorithm + " key or one on a curve other than P-256, P-384, P-521", RULE);
        }
    }

    private static PrivateKeyInfo info(PemFile pem, PemObject block) throws TlsProblemException {
        try {
            return switch (block.getType()) {
                case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(block.getContent());
                case "RSA PRIVATE KEY" -> pkcs1(block.getContent());
                case "EC PRIVATE KEY" -> sec1(block.getContent());
                default -> throw pem.problem("holds a block of type " + block.getType(), RULE);
            };
        } catch (IOException | RuntimeException _) {
            throw pem.problem("holds a damaged private key", RULE);
        }
    }

    /** RFC 8017 appendix A.1.2. */
    private static PrivateKeyInfo pkcs1(byte[] content) throws IOException {
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(content));
    }

    /** RFC 5915. */
    private static PrivateKeyInfo sec1(byte[] content) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(content);
        if (key.getParametersObject() == null) {
            throw new IOException("no curve is named");
        }
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key);
    }

    private static boolean encrypted(PemObject block) {
        if (block.getType().equals("ENCRYPTED PRIVATE KEY")) {
            return true;
        }
        for (Object each : block.getHeaders()) {
            if (each instanceof PemHeader header && header.getValue().contains("ENCRYPTED")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String algorithm(ASN1ObjectIdentifier identifier) {
        if (identifier.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        return identifier.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : null;
    }

    private static PrivateKey checked(PemFile pem, PrivateKey key) throws TlsProblemException {
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA_BITS) {
            throw pem.problem(
                    "holds an RSA key of " + rsa.getModulus().bitLength() + " bits", "at least " + SMALLEST_RSA_BITS);
        }
        return key;
    }
}
