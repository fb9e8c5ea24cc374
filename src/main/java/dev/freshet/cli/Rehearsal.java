package dev.freshet.cli;

import dev.freshet.observe.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks the running demo for everything it has, over HTTP/1.1 and HTTP/2, so that the JVM has seen the whole path of a request
 * when it writes its ahead-of-time cache. Confined to the main thread.
 */
final class Rehearsal {
    private static final Duration EACH_VERSION = Duration.ofMillis(1500);
    private static final Duration HANDSHAKES = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI front;
    private final SSLContext trust;

    private final Clock clock;

    private Rehearsal(URI front, SSLContext trust, Clock clock) {
        this.front = front;
        this.trust = trust;
        this.clock = clock;
    }

    /** {@code ca}: the certificate that the front's is signed with, PEM. */
    static void run(URI front, Path ca, List<String> paths, Clock clock) throws CommandFailed {
        try {
            Rehearsal rehearsal = new Rehearsal(front, trusting(ca), clock);
            for (HttpClient.Version version : HttpClient.Version.values()) {
                rehearsal.ask(version, paths);
            }
            rehearsal.shakeHands(paths.getFirst());
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailed(ExitStatus.FAILED, "the rehearsal failed: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects again and again, every other time with a session to resume, for one request each. */
    private void shakeHands(String path) throws IOException {
        byte[] request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, front.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
        long begun = clock.nanoTime();
        for (int count = 0; clock.nanoTime() - begun < HANDSHAKES.toNanos(); count++) {
            try (SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket(front.getHost(), front.getPort())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(request);
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                if (count % 2 == 0) {
                    socket.getSession().invalidate();
                }
            }
        }
    }

    private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void ask(HttpClient.Version version, List<String> paths)
            throws IOException, InterruptedException, CommandFailed {
        try (HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(trust)
                .connectTimeout(PATIENCE)
                .build()) {
            long begun = clock.nanoTime();
            for (int count = 0; clock.nanoTime() - begun < EACH_VERSION.toNanos(); count++) {
                ask(client, paths.get(count % paths.size()), count % 3 == 0 ? "gzip" : "zstd, br, gzip");
            }
        }
    }

    private void ask(HttpClient client, String path, String codings)
            throws IOException, InterruptedException, CommandFailed {
        HttpRequest request = HttpRequest.newBuilder(front.resolve(path))
                .timeout(PATIENCE)
                .header("Accept-Encoding", codings)
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new CommandFailed(ExitStatus.FAILED, "the rehearsal failed: " + path + " gave " + status);
        }
    }
}
