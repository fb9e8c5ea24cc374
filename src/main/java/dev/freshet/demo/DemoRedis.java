package dev.freshet.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of the demo's own on a free port of 127.0.0.1 that keeps nothing on disk: {@code redis-server} where one is on
 * PATH, else the one embedded-redis brings along. Thread-safe: immutable.
 */
public final class DemoRedis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoRedis.class);
    private static final int START_SECONDS = 10;
    private static final int STOP_SECONDS = 2;

    private final int port;
    private final String description;
    private final Process process;
    private final @Nullable Path unpacked;

    private DemoRedis(int port, String description, Process process, @Nullable Path unpacked) {
        this.port = port;
        this.description = description;
        this.process = process;
        this.unpacked = unpacked;
    }

    /**
     * Starts one and returns when it takes connections.
     *
     * @throws IOException neither can be started; the message is one sentence
     */
    public static DemoRedis start() throws IOException {
        return startAt(freePort());
    }

    /** The same on a port of the caller's choice. */
    static DemoRedis startAt(int port) throws IOException {
        Path installed = onPath("redis-server");
        return installed == null
                ? startUnpacked(port)
                : new DemoRedis(port, installed.toString(), run(installed, port), null);
    }

    /** The one embedded-redis brings along, whatever is on PATH. */
    static DemoRedis startUnpacked(int port) throws IOException {
        Path folder = Files.createTempDirectory("freshet-redis-");
        try {
            Path program = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
            return new DemoRedis(port, "embedded-redis", run(program, port), folder);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw new IOException("no redis-server is on PATH and embedded-redis does not start here", e);
        }
    }

    /** Ctrl-C reaches every process of the terminal's group: a session of its own lets Redis outlive the front. */
    private static Process run(Path program, int port) throws IOException {
        List<String> command = new ArrayList<>();
        Path ownSession = onPath("setsid");
        if (ownSession != null) {
            command.add(ownSession.toString());
        }
        command.addAll(List.of(program.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", System.getProperty("java.io.tmpdir")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            ready(process).get(START_SECONDS, TimeUnit.SECONDS);
            return process;
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(program + " did not start on port " + port, e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + program, e);
        }
    }

    /** Reads to the end, so that Redis never waits for somebody to read its log. */
    private static CompletableFuture<Void> ready(Process process) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader log = process.inputReader()) {
                for (String line = log.readLine(); line != null; line = log.readLine()) {
                    if (line.contains("eady to accept connections")) {
                        ready.complete(null);
                    }
                }
                ready.completeExceptionally(new IOException("it ended"));
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        });
        return ready;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static @Nullable Path onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(java.io.File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Such as {@code redis://127.0.0.1:6379}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The program that runs, for the operator. */
    public String description() {
        return description;
    }

    /** Ends it, within two seconds, and deletes what was unpacked for it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (unpacked != null) {
            delete(unpacked);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            log.warn("{} could not be deleted: {}", folder, e.getMessage());
        }
    }
}
