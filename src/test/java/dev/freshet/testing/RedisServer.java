package dev.freshet.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Redis on a free port of this machine, that can be stopped, killed, frozen and started again on the same port. It
 * runs in a container where a Docker engine answers, else as {@code redis-server} from PATH, else from the binary that
 * embedded-redis brings; never is a test skipped for want of one. Confined to one thread at a time.
 */
public final class RedisServer implements AutoCloseable {
    private static final long START_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
    private static final int LEAST_PORT = 10_000;
    private static final int PORTS = 10_000;

    private final RedisHost host;
    private final int port;

    private RedisServer(RedisHost host, int port) {
        this.host = host;
        this.port = port;
    }

    /** Starts one; {@code options} as for redis-server, such as {@code --requirepass secret}. */
    public static RedisServer start(String... options) {
        int port = freePort();
        return on(RedisHost.choose(port, List.of(options)), port);
    }

    /** Waits until the Redis that {@code host} has started answers. */
    static RedisServer on(RedisHost host, int port) {
        RedisServer server = new RedisServer(host, port);
        server.awaitAnswer();
        return server;
    }

    /** The name or address its port can be reached at; mostly 127.0.0.1. */
    public String address() {
        return host.address();
    }

    /** The same after {@link #restart}. */
    public int port() {
        return port;
    }

    /** Where it listens, without a password: {@code redis://address:port}. */
    public String uri() {
        return "redis://" + host.address() + ":" + port;
    }

    /** Ends it in good order, and waits for that. */
    public void stop() {
        host.stop();
    }

    /** Kills it ({@code kill -9}), and waits for that. */
    public void kill() {
        host.kill();
    }

    /** Starts it again, empty, on the same port, after {@link #stop} or {@link #kill}; waits until it answers. */
    public void restart() {
        host.restart();
        awaitAnswer();
    }

    /** Freezes it: connections stay, nothing is answered. */
    public void freeze() {
        host.freeze();
    }

    /** Lets it run on after {@link #freeze}. */
    public void thaw() {
        host.thaw();
    }

    /** Runs SET. */
    public void set(String key, byte[] value) {
        command("SET".getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Runs a command and gives the first line of the answer; fails where that is an error. */
    public String command(String... words) {
        byte[][] parts = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            parts[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return command(parts);
    }

    /** Runs a command that answers with one string, and gives that. */
    public String text(String... words) {
        byte[][] parts = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            parts[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        try (Socket socket = connected()) {
            send(socket, parts);
            int length = Integer.parseInt(line(socket.getInputStream()).substring(1));
            socket.getInputStream().skipNBytes(1);
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        host.close();
    }

    /** The same with any bytes. */
    public String command(byte[]... words) {
        try {
            String answer = ask(words);
            if (answer.startsWith("-")) {
                throw new IllegalStateException("redis answered " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(byte[]... words) throws IOException {
        try (Socket socket = connected()) {
            send(socket, words);
            return line(socket.getInputStream());
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(host.address(), port);
        socket.setSoTimeout((int) COMMAND_TIMEOUT.toMillis());
        return socket;
    }

    private static void send(Socket socket, byte[]... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ascii("*" + words.length + "\r\n"));
        for (byte[] word : words) {
            request.writeBytes(ascii("$" + word.length + "\r\n"));
            request.writeBytes(word);
            request.writeBytes(ascii("\r\n"));
        }
        socket.getOutputStream().write(request.toByteArray());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended after: " + line);
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** Any answer will do: with a password it is an error. */
    private void awaitAnswer() {
        long begin = System.nanoTime();
        while (true) {
            try {
                String answer = ask(ascii("PING"));
                if (!answer.startsWith("-LOADING")) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() - begin > START_DEADLINE_NANOS) {
                    throw new UncheckedIOException("redis does not answer on port " + port, e);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Below the ports that systems hand out by themselves, and so is the one 10,000 above it, which is the bus of a cluster's
     * node: nothing takes them by chance, not even while a Redis that is to start again at the same port is down.
     */
    static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LEAST_PORT, LEAST_PORT + PORTS);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException _) { // taken: the next
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
