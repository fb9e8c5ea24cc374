package dev.freshet.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of the JDK's TLS, independent of what it tests. Confined to one thread. */
final class TestClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    final SSLSocket socket;
    private final BufferedReader in;

    private TestClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Connects as {@code host} would be reached, naming it by SNI when it is a DNS name; the certificate must fit it. */
    static TestClient connect(SSLContext context, int port, @Nullable String host, String version, String... alpn)
            throws IOException {
        Socket plain = new Socket("127.0.0.1", port);
        plain.setSoTimeout(DEADLINE_MILLIS);
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain, host == null ? "127.0.0.1" : host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(alpn);
        if (host != null) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return new TestClient(socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    String line() throws IOException {
        return in.readLine();
    }

    /** What comes back for {@code text}. */
    String echoed(String text) throws IOException {
        socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return line();
    }

    X509Certificate certificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
