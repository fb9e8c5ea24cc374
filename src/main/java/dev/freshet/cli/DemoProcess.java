package dev.freshet.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo on free ports in a process of its own, so that a client that measures it shares no heap, no collector and no
 * event loop with it. It ends with this process, whatever ends that. Thread-safe: by its monitor.
 */
final class DemoProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 5;
    private static final Pattern FRONT = Pattern.compile("Freshet serves (https://\\S+) .*");
    private static final Pattern ORIGIN = Pattern.compile("\\s+origin\\s+(http://\\S+) .*");
    /** Flags of this JVM that belong to it alone. */
    private static final Pattern OWN_FLAGS =
            Pattern.compile("-(javaagent|agentlib|agentpath|Xrun|XX:AOTCacheOutput|XX:ArchiveClassesAtExit).*");

    private final Path certificates;
    private final Duration originDelay;
    private final CompletableFuture<Pair> pair = new CompletableFuture<>();
    private @Nullable Process process;
    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param certificates the folder of the development certificates
     * @param originDelay how long the origin takes for each answer
     */
    DemoProcess(Path certificates, Duration originDelay) {
        this.certificates = certificates;
        this.originDelay = originDelay;
    }

    /** What runs: the same document at both. Immutable. */
    record Pair(URI front, URI origin) {}

    /** Starts it, and returns when it answers; to be called once. */
    Pair start() throws CommandFailed, InterruptedException {
        try {
            launch();
            return pair.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | TimeoutException e) {
            throw new CommandFailed(ExitStatus.FAILED, "the demo does not start: " + e);
        } catch (ExecutionException e) {
            throw new CommandFailed(
                    ExitStatus.FAILED,
                    "the demo does not start: "
                            + Objects.requireNonNull(e.getCause()).getMessage());
        }
    }

    private synchronized void launch() throws IOException {
        if (closed) {
            throw new IOException("it was stopped");
        }
        Process started =
                new ProcessBuilder(command()).redirectErrorStream(true).start();
        process = started;
        started.getOutputStream().close();
        Thread.ofVirtual().start(() -> read(started));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> !OWN_FLAGS.matcher(each).matches())
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("demo", "--port", "0", "--origin-port", "0", "--certs", certificates.toString()));
        command.addAll(List.of("--origin-delay", originDelay.toMillis() + "ms"));
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        return command;
    }

    /** To the end, so that the demo never waits for somebody to read what it says. */
    private void read(Process from) {
        String front = null;
        String origin = null;
        String last = "it ended";
        try (BufferedReader lines = from.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                front = front == null ? found(FRONT, line) : front;
                origin = origin == null ? found(ORIGIN, line) : origin;
                if (front != null && origin != null) {
                    pair.complete(new Pair(URI.create(front + "/live.json"), URI.create(origin + "/live.json")));
                }
            }
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        }
        pair.completeExceptionally(new IOException(last));
    }

    private static @Nullable String found(Pattern pattern, String line) {
        return Stream.of(pattern.matcher(line))
                .filter(Matcher::matches)
                .map(each -> each.group(1))
                .findFirst()
                .orElse(null);
    }

    /** Stops it; waits for it, within a bound. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        running.destroy();
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException _) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
