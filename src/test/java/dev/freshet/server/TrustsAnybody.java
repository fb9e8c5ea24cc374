package dev.freshet.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Who the server is, is not what most tests are about. Immutable. */
final class TrustsAnybody implements X509TrustManager {

    /** A socket of TLS that is connected and sends at once what it is given; the handshake is still to come. */
    static SSLSocket connect(InetSocketAddress address) throws IOException {
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
