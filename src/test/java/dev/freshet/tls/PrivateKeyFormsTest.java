package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateKeyFormsTest {
    private TestPki pki;

    @BeforeEach
    void authority(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, PRIVATE KEY",
        "RSA, 2048, RSA PRIVATE KEY",
        "RSA, 3072, PRIVATE KEY",
        "EC, 256, PRIVATE KEY",
        "EC, 256, EC PRIVATE KEY",
        "EC, 384, EC PRIVATE KEY",
        "EC, 521, PRIVATE KEY"
    })
    void aHandshakeSucceedsWithEachForm(String algorithm, int bits, String type) throws Exception {
        KeyPair keys = TestPki.newKeys(algorithm, bits);
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        byte[] inner = PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        pki.write(
                "x.crt", "CERTIFICATE", pki.leaf(keys.getPublic(), "localhost").getEncoded());
        pki.write("x.key", type, type.equals("PRIVATE KEY") ? pkcs8 : withCurve(inner, pkcs8, algorithm));
        assertServes(pki.entry("x"));
    }

    @Test
    void aKeyMayFollowItsParametersAndTheCertificateItsKey() throws Exception {
        TlsConfig.Certificate entry = pki.issue("x", "EC", "localhost");
        String combined = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + Files.readString(entry.key()) + Files.readString(entry.chain());
        Files.writeString(entry.key(), combined);
        assertServes(new TlsConfig.Certificate(entry.key(), entry.key(), entry.place()));
    }

    /** SEC 1 alone names the curve inside the key, PKCS#8 around it. */
    private static byte[] withCurve(byte[] inner, byte[] pkcs8, String algorithm) throws Exception {
        if (algorithm.equals("RSA")) {
            return inner;
        }
        org.bouncycastle.asn1.sec.ECPrivateKey key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(inner);
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        key.getKey().bitLength(),
                        key.getKey(),
                        PrivateKeyInfo.getInstance(pkcs8)
                                .getPrivateKeyAlgorithm()
                                .getParameters())
                .getEncoded();
    }

    private void assertServes(TlsConfig.Certificate certificate) throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (TestServer server = TestServer.start(TestPki.config(certificate), Protocol.HTTP_1_1);
                    TestClient client = TestClient.connect(pki.client(), server.port(), "localhost", version)) {
                assertThat(client.line()).isEqualTo("hello http/1.1");
            }
        }
    }
}
