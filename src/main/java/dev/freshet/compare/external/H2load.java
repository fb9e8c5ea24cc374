package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Load;
import dev.freshet.compare.LoadEngine;
import dev.freshet.compare.Sample;
import dev.freshet.compare.Target;
import dev.freshet.config.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The installed {@code h2load}: HTTP/1.1, and HTTP/2 over TLS. Each request's time and status come from its log, which costs
 * it some of its speed. It knows a rate, but counts a request's time from when it was sent and not from when it was due, so
 * that a server that stalls looks better than it is: with a rate it is refused. Confined to one thread.
 */
final class H2load implements LoadEngine {
    private static final Pattern VERSION = Pattern.compile("nghttp2/(\\d+(?:\\.\\d+)+)");
    private static final Duration TO_SAY_ITS_VERSION = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(30);

    /** Without it a side that is silent from the handshake on would keep h2load waiting for ever. */
    private static final int STALL_SECONDS = 10;

    private final Path program;
    private final Path log;
    private final String name;

    private H2load(Path program, Path log, String name) {
        this.program = program;
        this.log = log;
        this.name = name;
    }

    static H2load of(Path program) throws ComparisonProblemException {
        String name = Versions.named("h2load", program, "--version", VERSION, TO_SAY_ITS_VERSION);
        try {
            return new H2load(program, Files.createTempFile("freshet-h2load-", ".tsv"), name);
        } catch (IOException e) {
            throw new ComparisonProblemException("h2load's log could not be made: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sample measure(Target target, Load load, Duration length)
            throws ComparisonProblemException, InterruptedException {
        int threads = Threads.sharing(load.connections(), Runtime.getRuntime().availableProcessors());
        List<String> command = new ArrayList<>(List.of(program.toString(), "--log-file=" + log));
        command.addAll(arguments(target, load, threads, length));
        emptyLog();
        ChildProcess.Finished finished = ChildProcess.run(command, Map.of(), length.plus(TO_END));
        if (finished.status() != 0) {
            throw new ComparisonProblemException("h2load failed: " + finished.lastLine());
        }
        H2loadOutput output = H2loadOutput.parse(finished.output());
        output.requireNegotiated(target);
        return output.sample(readLog(), load.connections(), seconds -> Threads.busy(finished.cpu(), seconds, threads));
    }

    static void requireAbleTo(Load load) throws ComparisonProblemException {
        if (load.ratePerSecond() != null) {
            throw new ComparisonProblemException(
                    "h2load counts a request from when it was sent, not from when it was due"
                            + " (expected: no --rate, or --engine freshet)");
        }
        if (load.protocol() == Protocol.HTTP_1_1 && load.streams() != 1) {
            throw new ComparisonProblemException(
                    "HTTP/1.1 has one request at a time on each connection (expected: --streams 1)");
        }
    }

    /**
     * What h2load is called with, but for its log. A side without TLS is asked over HTTP/1.1 with one request at a time on
     * each connection, as the embedded generator does it too.
     *
     * @throws ComparisonProblemException h2load cannot make this load
     */
    static List<String> arguments(Target target, Load load, int threads, Duration length)
            throws ComparisonProblemException {
        requireAbleTo(load);
        boolean http2 = load.protocol() == Protocol.HTTP_2 && target.tls();
        List<String> arguments = new ArrayList<>(List.of(http2 ? "--npn-list=h2" : "--h1"));
        arguments.addAll(List.of("-t", Integer.toString(threads), "-c", Integer.toString(load.connections())));
        arguments.addAll(List.of(
                "-m", Integer.toString(http2 ? load.streams() : 1), "-D", Math.max(1, length.toMillis()) + "ms"));
        arguments.addAll(List.of("-N", STALL_SECONDS + "s"));
        arguments.add("--connect-to=" + target.shownAddress());
        load.fields().forEach(field -> arguments.addAll(List.of("-H", field.name() + ": " + field.value())));
        arguments.add(target.url().toString());
        return List.copyOf(arguments);
    }

    /** h2load adds to the end of a log that is there. */
    private void emptyLog() throws ComparisonProblemException {
        try {
            Files.write(log, new byte[0]);
        } catch (IOException e) {
            throw new ComparisonProblemException("h2load's log could not be emptied: " + e.getMessage(), e);
        }
    }

    private H2loadLog readLog() throws ComparisonProblemException {
        try {
            return H2loadLog.read(log);
        } catch (IOException e) {
            throw new ComparisonProblemException("h2load's log could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
