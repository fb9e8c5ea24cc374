package dev.freshet.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether containers can be run here, asked once and briefly. Testcontainers would find out too, but takes minutes where
 * an image can be neither found nor pulled. Immutable.
 */
final class DockerEngine {
    static final String REDIS_IMAGE = "redis:7-alpine";

    private DockerEngine() {}

    /**
     * Whether the engine at DOCKER_HOST, or at the usual socket, answers and has the images or can pull them. Besides
     * Redis, Testcontainers wants an image that cleans up, unless TESTCONTAINERS_RYUK_DISABLED is true, and inside a
     * container one that finds the engine's address, unless TESTCONTAINERS_HOST_OVERRIDE gives it.
     */
    static boolean runsContainers() {
        return Answer.GIVEN;
    }

    /** Holds the answer in a class of its own: a class that waited here for another thread to use it would not end. */
    private static final class Answer {
        static final boolean GIVEN = CompletableFuture.supplyAsync(DockerEngine::ask)
                .completeOnTimeout(false, 2, TimeUnit.SECONDS)
                .join();
    }

    private static boolean ask() {
        String configured = System.getenv("DOCKER_HOST");
        URI host = URI.create(configured == null || configured.isBlank() ? "unix:///var/run/docker.sock" : configured);
        return finds(host, "/_ping") && (hasImages(host) || canPull());
    }

    private static boolean hasImages(URI host) {
        boolean cleansUpItself = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
        boolean knowsAddress =
                !Files.exists(Path.of("/.dockerenv")) || System.getenv("TESTCONTAINERS_HOST_OVERRIDE") != null;
        return cleansUpItself && knowsAddress && finds(host, "/images/" + REDIS_IMAGE + "/json");
    }

    private static boolean canPull() {
        try {
            return InetAddress.getByName("registry-1.docker.io") != null;
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static boolean finds(URI host, String target) {
        boolean unix = "unix".equals(host.getScheme());
        if (unix && !Files.exists(Path.of(host.getPath()))) {
            return false;
        }
        SocketAddress address = unix
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(host.getHost(), host.getPort() < 0 ? 2375 : host.getPort());
        try (SocketChannel channel =
                SocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET)) {
            channel.connect(address);
            channel.write(StandardCharsets.US_ASCII.encode("GET " + target + " HTTP/1.1\r\nHost: docker\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(256);
            channel.read(answer);
            return StandardCharsets.ISO_8859_1.decode(answer.flip()).toString().startsWith("HTTP/1.1 200");
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }
}
