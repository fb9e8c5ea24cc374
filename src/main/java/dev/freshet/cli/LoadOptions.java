package dev.freshet.cli;

import dev.freshet.compare.Load;
import dev.freshet.compare.Load.RequestField;
import dev.freshet.config.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what load is put on each side. Confined to the main thread. */
final class LoadOptions {
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([!-~](?:[ -~]*[!-~])?)?");
    private static final Set<String> NOT_TO_CHOOSE = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int STREAMS = 10;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Connections, kept alive (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Of each side in each round (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds, in which the sides take turns in going first (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "Of each side, before the first round, not counted; 0s for none (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Begin N requests per second, whatever the answers do, and measure latencies from when each"
                    + " should have begun (default: each answer brings the next request).")
    private @Nullable Integer rate;

    @Option(
            names = "--protocol",
            paramLabel = "h1|h2",
            defaultValue = "h1",
            description = "HTTP/1.1, or HTTP/2 where the URL has TLS (default: ${DEFAULT-VALUE}).")
    private String protocol = "h1";

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "Requests at once on each connection, with HTTP/2 (default: " + STREAMS + ").")
    private @Nullable Integer streams;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header field of each request, such as 'Accept-Encoding: br'; repeatable.")
    private List<String> headers = List.of();

    /** All of it, checked. */
    Load load() throws CommandFailed {
        inRange("--connections", connections, 20_000);
        inRange("--rounds", rounds, 100);
        if (duration.compareTo(SHORTEST) < 0) {
            throw wrong("--duration: " + duration.toMillis() + "ms (expected: 100ms or more)");
        }
        if (rate != null) {
            inRange("--rate", rate, 1_000_000);
        }
        Protocol spoken = switch (protocol) {
            case "h1" -> Protocol.HTTP_1_1;
            case "h2" -> Protocol.HTTP_2;
            default -> throw wrong("--protocol: " + protocol + " (expected: h1 or h2)");
        };
        return new Load(spoken, connections, streams(spoken), rate, warmUp, duration, rounds, fields());
    }

    private int streams(Protocol spoken) throws CommandFailed {
        if (streams == null) {
            return spoken == Protocol.HTTP_2 ? STREAMS : 1;
        }
        inRange("--streams", streams, 1_000);
        if (spoken == Protocol.HTTP_1_1 && streams > 1) {
            throw wrong("--streams: " + streams + " (expected: 1, or --protocol h2)");
        }
        return streams;
    }

    private List<RequestField> fields() throws CommandFailed {
        List<RequestField> fields = new ArrayList<>();
        for (String each : headers) {
            Matcher field = FIELD.matcher(each);
            if (!field.matches()) {
                throw wrong("--header: " + each + " (expected: 'Name: value' of visible ASCII characters)");
            }
            if (NOT_TO_CHOOSE.contains(field.group(1).toLowerCase(Locale.ROOT))) {
                throw wrong("--header: " + each + " (expected: a field that says nothing of connection or body)");
            }
            fields.add(new RequestField(field.group(1), field.group(2) == null ? "" : field.group(2)));
        }
        return fields;
    }

    static void inRange(String option, int value, int most) throws CommandFailed {
        if (value < 1 || value > most) {
            throw wrong(option + ": " + value + " (expected: 1.." + most + ")");
        }
    }

    private static CommandFailed wrong(String message) {
        return new CommandFailed(ExitStatus.WRONG_INPUT, message);
    }
}
