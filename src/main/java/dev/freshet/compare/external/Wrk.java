package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Load;
import dev.freshet.compare.LoadEngine;
import dev.freshet.compare.Sample;
import dev.freshet.compare.Target;
import dev.freshet.config.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The installed {@code wrk}: HTTP/1.1, one request at a time on each connection, no constant rate. What it does not tell is
 * left out of the sample: answers by the second, fields of the answers, and which latencies belong to which status; {@link
 * WrkOutput} has the details. Confined to one thread.
 */
final class Wrk implements LoadEngine {
    private static final Pattern VERSION = Pattern.compile("^wrk \\S*?(\\d+(?:\\.\\d+)+)");
    private static final Duration TO_SAY_ITS_VERSION = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(30);
    private static final int REQUEST_TIMEOUT_SECONDS = 10;

    private final Path program;
    private final Path script;
    private final String name;

    private Wrk(Path program, Path script, String name) {
        this.program = program;
        this.script = script;
        this.name = name;
    }

    static Wrk of(Path program) throws ComparisonProblemException {
        String name = Versions.named("wrk", program, "-v", VERSION, TO_SAY_ITS_VERSION);
        try (InputStream from = Objects.requireNonNull(Wrk.class.getResourceAsStream("wrk.lua"))) {
            Path script = Files.createTempFile("freshet-wrk-", ".lua");
            Files.copy(from, script, StandardCopyOption.REPLACE_EXISTING);
            return new Wrk(program, script, name);
        } catch (IOException e) {
            throw new ComparisonProblemException("wrk's script could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** wrk counts whole seconds: to warm up for a part of one takes the whole. */
    @Override
    public Sample measure(Target target, Load load, Duration length)
            throws ComparisonProblemException, InterruptedException {
        int threads = Threads.sharing(load.connections(), Runtime.getRuntime().availableProcessors());
        long seconds = Math.max(1, length.plusMillis(999).toSeconds());
        List<String> command = new ArrayList<>(List.of(program.toString(), "-s", script.toString()));
        command.addAll(arguments(target, load, threads, seconds));
        Map<String, String> address = Map.of(
                "FRESHET_ADDRESS", target.address().getAddress().getHostAddress(),
                "FRESHET_PORT", Integer.toString(target.address().getPort()));
        ChildProcess.Finished finished =
                ChildProcess.run(command, address, Duration.ofSeconds(seconds).plus(TO_END));
        if (finished.status() != 0) {
            throw new ComparisonProblemException("wrk failed: " + finished.lastLine());
        }
        return WrkOutput.parse(finished.output(), load.connections())
                .sample(measured -> Threads.busy(finished.cpu(), measured, threads));
    }

    static void requireAbleTo(Load load) throws ComparisonProblemException {
        if (load.protocol() != Protocol.HTTP_1_1) {
            throw new ComparisonProblemException(
                    "wrk speaks HTTP/1.1 only (expected: --protocol h1, or --engine h2load)");
        }
        if (load.streams() != 1) {
            throw new ComparisonProblemException(
                    "wrk has one request at a time on each connection (expected: --streams 1)");
        }
        if (load.ratePerSecond() != null) {
            throw new ComparisonProblemException(
                    "wrk knows no constant rate (expected: no --rate, or --engine freshet)");
        }
        if (load.roundLength().toMillisPart() != 0) {
            throw new ComparisonProblemException(
                    "wrk counts whole seconds (expected: --duration 1s, 2s, ..., or --engine freshet)");
        }
    }

    /**
     * What wrk is called with, but for its script.
     *
     * @throws ComparisonProblemException wrk cannot make this load
     */
    static List<String> arguments(Target target, Load load, int threads, long seconds)
            throws ComparisonProblemException {
        requireAbleTo(load);
        List<String> arguments = new ArrayList<>(List.of("-t", Integer.toString(threads)));
        arguments.addAll(List.of("-c", Integer.toString(load.connections()), "-d", seconds + "s"));
        arguments.addAll(List.of("--timeout", REQUEST_TIMEOUT_SECONDS + "s"));
        load.fields().forEach(field -> arguments.addAll(List.of("-H", field.name() + ": " + field.value())));
        arguments.add(target.url().toString());
        return List.copyOf(arguments);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
