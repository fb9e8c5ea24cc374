package dev.freshet.app;

import dev.freshet.cli.Main;
import dev.freshet.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Freshet as an operator runs it: a process of its own, with the launcher's flags and a heap of 256 MiB. Linux only, for
 * its peak memory is read from /proc. Confined to one test.
 */
final class ChildServer implements AutoCloseable {
    static final long HEAP_BYTES = 256L << 20;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern SERVING = Pattern.compile("serving https?://\\S+?:(\\d+) ");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Path log;
    private final Process process;
    private final int port;

    private ChildServer(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.port = port(log, process);
    }

    /** Serves {@code yaml} with one listener; files are written into {@code directory}. */
    static ChildServer start(Path directory, String yaml) throws IOException {
        Path configuration = Files.writeString(directory.resolve("freshet.yaml"), yaml);
        Path log = directory.resolve("freshet.log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:NewSize=20m",
                "-XX:SurvivorRatio=2",
                "-XX:TargetSurvivorRatio=95",
                "-XX:PretenureSizeThreshold=524288",
                "-XX:MinHeapFreeRatio=70"));
        command.addAll(List.of("-XX:MaxHeapFreeRatio=85", "-Xms32m", "-Xmx" + HEAP_BYTES));
        command.addAll(List.of("-Dio.lettuce.core.iouring=false", "-Dio.netty.allocator.type=pooled"));
        command.addAll(List.of("-Dfreshet.log.show=INFO", "-classpath", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "serve", "-c", configuration.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildServer(log, process);
    }

    /** Where it listens on the loopback. */
    int port() {
        return port;
    }

    /** The most memory it has had so far, as the kernel counts it: heap, direct buffers, code, stacks, all. */
    long peakBytes() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        Matcher peak = PEAK.matcher(status);
        if (!peak.find()) {
            throw new IllegalStateException("no VmHWM in " + status);
        }
        return Long.parseLong(peak.group(1)) << 10;
    }

    /** Stops it in the orderly way and gives its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not stop");
        }
        return process.exitValue();
    }

    /** Ends it as {@code kill -9} does: it has no time for anything. */
    void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not end");
        }
    }

    /** All it said so far. */
    String log() {
        return read(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int port(Path log, Process process) {
        Patience.until(() -> SERVING.matcher(read(log)).find() || !process.isAlive(), SOON);
        Matcher serving = SERVING.matcher(read(log));
        if (!serving.find()) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not serve: " + read(log));
        }
        return Integer.parseInt(serving.group(1));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
