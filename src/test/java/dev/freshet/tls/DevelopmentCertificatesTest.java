package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentCertificatesTest {
    private final TestClock clock = TestClock.now();
    private Path directory;

    @BeforeEach
    void folder(@TempDir Path parent) {
        directory = parent.resolve("certs");
    }

    @Test
    void anEmptyFolderGetsAnAuthorityAndALeaf() throws Exception {
        assertThat(ensure().written())
                .containsExactlyInAnyOrder(
                        directory.resolve("ca.crt"),
                        directory.resolve("ca.key"),
                        directory.resolve("localhost.crt"),
                        directory.resolve("localhost.key"));
        assertThat(directory.toFile().list()).hasSize(4);
    }

    @Test
    void onlyTheOwnerMayReadTheKeys() throws Exception {
        ensure();
        for (String key : List.of("ca.key", "localhost.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(key))))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "live.test", "a.dev.test", "192.0.2.7"})
    void aStrictClientThatTrustsTheAuthorityTakesTheCertificate(String host) throws Exception {
        ensure("live.test", "*.dev.test", "192.0.2.7");
        assertThat(accepts(host)).isTrue();
    }

    @Test
    void anotherHostIsNotCovered() throws Exception {
        ensure();
        assertThatThrownBy(() -> accepts("live.test")).isInstanceOf(SSLException.class);
    }

    @Test
    void theCertificatesAreAsRfc5280AndBrowsersAsk() throws Exception {
        ensure();
        X509Certificate ca = certificate("ca.crt");
        X509Certificate leaf = certificate("localhost.crt");
        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(ca.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(keyIdentifier(leaf, "2.5.29.35", 6)).isEqualTo(keyIdentifier(ca, "2.5.29.14", 4));
        assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(128);
        assertThat(Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(397));
        leaf.verify(ca.getPublicKey());
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        ensure("live.test");
        X509Certificate before = certificate("localhost.crt");
        clock.advance(Duration.ofDays(390));
        assertThat(ensure().written()).isEmpty();
        assertThat(certificate("localhost.crt")).isEqualTo(before);
    }

    @Test
    void anExpiredLeafIsRenewedByTheSameAuthority() throws Exception {
        ensure();
        X509Certificate ca = certificate("ca.crt");
        clock.advance(Duration.ofDays(398));
        assertThat(ensure().written())
                .containsExactlyInAnyOrder(directory.resolve("localhost.crt"), directory.resolve("localhost.key"));
        assertThat(certificate("ca.crt")).isEqualTo(ca);
        certificate("localhost.crt")
                .checkValidity(java.util.Date.from(java.time.Instant.ofEpochMilli(clock.epochMillis())));
    }

    @Test
    void anExpiredAuthorityIsRenewedWithItsLeaf() throws Exception {
        ensure();
        clock.advance(Duration.ofDays(3660));
        assertThat(ensure().written()).hasSize(4);
        certificate("localhost.crt").verify(certificate("ca.crt").getPublicKey());
    }

    @Test
    void aCertificateThatLacksANameAskedForLaterIsLeftAlone() throws Exception {
        ensure("live.test");
        X509Certificate before = certificate("localhost.crt");
        assertThatThrownBy(() -> ensure("Live.test", "other.test"))
                .isInstanceOf(LackingNamesException.class)
                .hasMessage(directory.resolve("localhost.crt")
                        + " is there already; it names localhost, 127.0.0.1, ::1, live.test and lacks other.test");
        assertThat(certificate("localhost.crt")).isEqualTo(before);
    }

    @Test
    void namesThatAreThereInAnotherSpellingAreNotAskedForAgain() throws Exception {
        ensure("live.test", "2001:db8::1");
        assertThat(ensure("LIVE.test", "2001:DB8:0:0::1").written()).isEmpty();
    }

    @Test
    void anExpiredLeafKeepsItsNames() throws Exception {
        ensure("live.test");
        clock.advance(Duration.ofDays(398));
        assertThat(ensure().written()).hasSize(2);
        assertThat(DevelopmentAuthority.names(certificate("localhost.crt")))
                .containsExactly("localhost", "127.0.0.1", "::1", "live.test");
    }

    @Test
    void replacingMakesEverythingAnew() throws Exception {
        ensure();
        X509Certificate before = certificate("ca.crt");
        assertThat(DevelopmentCertificates.ensure(directory, List.of(), true, clock)
                        .written())
                .hasSize(4);
        assertThat(certificate("ca.crt").getSubjectX500Principal()).isNotEqualTo(before.getSubjectX500Principal());
    }

    @Test
    void aCertificateOfSomebodyElseIsLeftAlone(@TempDir Path elsewhere) throws Exception {
        TlsConfig.Certificate foreign = new TestPki(elsewhere).issue("x", "RSA", "intranet.test");
        Files.createDirectories(directory);
        Files.copy(foreign.chain(), directory.resolve("localhost.crt"));
        Files.copy(foreign.key(), directory.resolve("localhost.key"));
        DevelopmentCertificates.Result result = ensure("live.test");
        assertThat(result.written()).isEmpty();
        assertThat(result.authority()).isNull();
    }

    @Test
    void halfAPairIsAProblem() throws Exception {
        ensure();
        Files.delete(directory.resolve("ca.key"));
        assertThatThrownBy(this::ensure)
                .isInstanceOf(TlsProblemException.class)
                .hasMessage(directory + ": ca.key is missing beside ca.crt"
                        + " (expected: both or neither; replacing makes new ones)");
    }

    @Test
    void aKeyOfAnotherCertificateIsAProblem() throws Exception {
        ensure();
        Files.copy(
                directory.resolve("ca.key"),
                directory.resolve("localhost.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(this::ensure)
                .isInstanceOf(TlsProblemException.class)
                .hasMessageStartingWith(directory + ": localhost.key does not belong to localhost.crt");
    }

    @Test
    void aFileInPlaceOfTheFolderIsAProblem() throws Exception {
        Files.writeString(directory, "a file");
        assertThatThrownBy(this::ensure)
                .isInstanceOf(TlsProblemException.class)
                .hasMessage(directory + " is no folder (expected: a folder this user may write)");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedOnce() throws Exception {
        Files.writeString(directory, "a file");
        Path below = directory.resolve("below");
        assertThatThrownBy(() -> DevelopmentCertificates.ensure(below, List.of(), false, clock))
                .isInstanceOf(TlsProblemException.class)
                .hasMessage(below + " cannot be written: Not a directory (expected: a folder this user may write)");
    }

    @Test
    void aNameThatIsNoneIsAProblem() {
        assertThatThrownBy(() -> ensure("no name"))
                .isInstanceOf(TlsProblemException.class)
                .hasMessage("names: no name (expected: a DNS name or an IP address)");
    }

    private DevelopmentCertificates.Result ensure(String... names) throws TlsProblemException, LackingNamesException {
        return DevelopmentCertificates.ensure(directory, List.of(names), false, clock);
    }

    private X509Certificate certificate(String file) throws Exception {
        return CertificateChain.read("test", directory.resolve(file)).getFirst();
    }

    private static byte[] keyIdentifier(X509Certificate certificate, String extension, int offset) {
        byte[] value = certificate.getExtensionValue(extension);
        return java.util.Arrays.copyOfRange(value, offset, offset + 20);
    }

    /** A handshake as a browser does it: path validation and the host's name. */
    private boolean accepts(String host) throws Exception {
        TlsConfig config = TestPki.config(new TlsConfig.Certificate(
                directory.resolve("localhost.crt"), directory.resolve("localhost.key"), "listeners[0]"));
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                SSLSocket socket = (SSLSocket) TestPki.trusting(certificate("ca.crt"))
                        .getSocketFactory()
                        .createSocket(new java.net.Socket("127.0.0.1", server.port()), host, server.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return server.outcome().reason() == null;
        }
    }
}
