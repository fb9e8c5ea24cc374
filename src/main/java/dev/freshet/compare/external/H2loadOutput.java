package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import dev.freshet.compare.Sample;
import dev.freshet.compare.Target;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What h2load printed at the end of a run. Its bytes are those after decryption. Immutable.
 *
 * @param seconds how long it took
 * @param done requests that ended, one way or another
 * @param errored requests that a reset or a lost connection ended
 * @param timedOut requests that took too long
 * @param bytes received, frames or heads and bodies
 * @param negotiated whether a protocol that was asked for was agreed on wherever one had to be
 */
record H2loadOutput(double seconds, long done, long errored, long timedOut, long bytes, boolean negotiated) {
    private static final Pattern FINISHED = Pattern.compile("(?m)^finished in ([\\d.]+)(us|ms|s),");
    private static final Pattern REQUESTS =
            Pattern.compile("(?m)^requests: \\d+ total, \\d+ started, (\\d+) done, .* (\\d+) errored, (\\d+) timeout");
    private static final Pattern TRAFFIC = Pattern.compile("(?m)^traffic: \\S+ \\((\\d+)\\) total");
    private static final String NOT_NEGOTIATED = "No supported protocol was negotiated";

    /**
     * Reads all that h2load printed.
     *
     * @throws ComparisonProblemException the figures are missing
     */
    static H2loadOutput parse(String output) throws ComparisonProblemException {
        MatchResult finished = found(FINISHED, output);
        MatchResult requests = found(REQUESTS, output);
        return new H2loadOutput(
                Double.parseDouble(finished.group(1)) * unitSeconds(finished.group(2)),
                Long.parseLong(requests.group(1)),
                Long.parseLong(requests.group(2)),
                Long.parseLong(requests.group(3)),
                Long.parseLong(found(TRAFFIC, output).group(1)),
                !output.contains(NOT_NEGOTIATED));
    }

    /** A side that does not speak what it was asked for is a problem, and not a slow side. */
    void requireNegotiated(Target target) throws ComparisonProblemException {
        if (!negotiated) {
            throw new ComparisonProblemException(target.url()
                    + " does not speak the protocol of the load (expected: a server that offers it by ALPN)");
        }
    }

    /**
     * Together with the log of the same run.
     *
     * @param clientCpu from seconds to how busy the client was meanwhile, 0 to 1
     */
    Sample sample(H2loadLog log, int connections, DoubleUnaryOperator clientCpu) {
        int whole = Math.min(log.answeredPerSecond().size(), (int) Math.floor(seconds));
        Round round = new Round(
                log.latencyMicros().getTotalCount(),
                seconds,
                bytes,
                log.answeredPerSecond().subList(0, whole),
                clientCpu.applyAsDouble(seconds),
                0);
        SortedMap<String, Long> errors = new TreeMap<>();
        if (errored > 0) {
            errors.put("reset or connection lost", errored);
        }
        if (timedOut > 0) {
            errors.put("timeout", timedOut);
        }
        if (done == 0 && errors.isEmpty()) {
            errors.put("no answer on any connection (h2load does not say why)", (long) connections);
        }
        return new Sample(round, log.latencyMicros(), log.otherStatuses(), errors, Staleness.UNKNOWN);
    }

    private static double unitSeconds(String unit) {
        return switch (unit) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            default -> 1;
        };
    }

    private static MatchResult found(Pattern pattern, String output) throws ComparisonProblemException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new ComparisonProblemException(
                    "h2load printed nothing that can be read (expected: h2load 1.50 or later)");
        }
        return matcher.toMatchResult();
    }
}
