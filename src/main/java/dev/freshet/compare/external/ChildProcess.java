package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. Thread-safe: stateless. */
final class ChildProcess {
    /** Far beyond what a tool prints, so that one that prints for ever fills no memory. */
    static final int MOST_BYTES = 32 << 20;

    private static final long POLL_MILLIS = 50;
    /** A program that ended may have left one behind that holds its output open. */
    private static final long LAST_WORDS_SECONDS = 10;

    private ChildProcess() {}

    /**
     * What a program did. Immutable.
     *
     * @param status its exit status
     * @param output all it printed, to standard output and error
     * @param cpu what it used: all of it on Linux, elsewhere up to shortly before its end; zero where the system does not tell
     */
    record Finished(int status, String output, Duration cpu) {

        /** The last line that says something; for a problem's sentence. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("nothing", (_, next) -> next.strip());
        }
    }

    /**
     * Waits for the program's end, and ends it and what it started when it takes longer than {@code limit}, prints more than
     * {@link #MOST_BYTES} or the thread is interrupted.
     *
     * @param command the program and its arguments
     * @param environment added to that of this process
     */
    static Finished run(List<String> command, Map<String, String> environment, Duration limit)
            throws ComparisonProblemException, InterruptedException {
        String program = String.valueOf(Path.of(command.getFirst()).getFileName());
        Duration before = EndedChildren.cpu();
        Process process = start(program, command, environment);
        try {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
            Duration seen = await(program, process, output, limit);
            if (process.isAlive()) {
                process.destroyForcibly(); // its output cannot be read: it may never end by itself
            }
            int status = process.waitFor();
            String printed =
                    output.orTimeout(LAST_WORDS_SECONDS, TimeUnit.SECONDS).join();
            Duration after = EndedChildren.cpu();
            return new Finished(status, printed, before == null || after == null ? seen : after.minus(before));
        } catch (CompletionException e) {
            throw new ComparisonProblemException(
                    program + " printed more than " + MOST_BYTES + " bytes, or its output could not be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(String program, List<String> command, Map<String, String> environment)
            throws ComparisonProblemException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new ComparisonProblemException(program + " does not start: " + e.getMessage(), e);
        }
    }

    /** Counts its own waits, so that it needs no clock; returns the CPU time that was seen last. */
    private static Duration await(String program, Process process, CompletableFuture<?> output, Duration limit)
            throws ComparisonProblemException, InterruptedException {
        Duration cpu = Duration.ZERO;
        for (long waited = 0; waited <= limit.toMillis(); waited += POLL_MILLIS) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || output.isCompletedExceptionally()) {
                return cpu;
            }
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        throw new ComparisonProblemException(program + " did not end within " + limit.toSeconds() + " s");
    }

    private static void read(InputStream from, CompletableFuture<String> output) {
        try (from) {
            byte[] bytes = from.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                output.completeExceptionally(new IOException("too much"));
            } else {
                output.complete(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }
}
