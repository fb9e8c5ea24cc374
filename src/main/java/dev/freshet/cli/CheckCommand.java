package dev.freshet.cli;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.config.ListenerConfig;
import dev.freshet.config.PassConfig;
import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.SystemClock;
import dev.freshet.refresh.gate.Schemas;
import dev.freshet.tls.ServerTls;
import dev.freshet.tls.TlsFindings;
import dev.freshet.tls.TlsProblemException;
import dev.freshet.tls.UpstreamTlsContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a configuration, its certificates and its schemas and says what is wrong with them. Confined to the main thread. */
@Command(
        name = "check",
        description =
                "Checks a configuration, its certificates and its schemas; prints every problem, one per line. Opens no socket.")
final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, YAML.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InvalidConfigurationException {
        CommandLine cli = Objects.requireNonNull(spec).commandLine();
        Configuration configuration = ConfigurationReader.read(Objects.requireNonNull(file));
        List<TlsFindings> findings = configuration.listeners().stream()
                .flatMap(CheckCommand::findings)
                .toList();
        List<String> problems = Stream.of(
                        findings.stream().flatMap(each -> each.problems().stream()),
                        configuration.upstreams().values().stream().flatMap(CheckCommand::authorities),
                        Schemas.problems(configuration.endpoints()).stream())
                .flatMap(each -> each)
                .toList();
        findings.stream()
                .flatMap(each -> each.warnings().stream())
                .forEach(warning -> cli.getErr().println(file + ": warning: " + warning));
        if (problems.isEmpty()) {
            cli.getOut().println(file + ": fine: " + summary(configuration));
            return ExitStatus.FINE;
        }
        problems.forEach(problem -> cli.getErr().println(file + ": " + problem));
        return ExitStatus.WRONG_INPUT;
    }

    private static Stream<TlsFindings> findings(ListenerConfig listener) {
        return Stream.ofNullable(listener.tls()).map(tls -> ServerTls.check(tls, new SystemClock()));
    }

    private static Stream<String> authorities(UpstreamConfig upstream) {
        try (UpstreamTlsContext _ =
                UpstreamTlsContext.open("upstreams." + upstream.name() + ".tls.ca", upstream.ca())) {
            return Stream.empty();
        } catch (TlsProblemException e) {
            return String.valueOf(e.getMessage()).lines();
        }
    }

    static String summary(Configuration configuration) {
        return String.join(
                ", ",
                counted(configuration.listeners().size(), "listener"),
                counted(configuration.endpoints().size(), "endpoint") + templates(configuration),
                counted(configuration.upstreams().size(), "upstream"),
                configuration.redis().size() + " Redis",
                configuration.pass() == null ? "no pass" : passed(configuration.pass()));
    }

    /** Said where there are any: readiness and the start are about exact endpoints alone. */
    private static String templates(Configuration configuration) {
        int exact = configuration.exactEndpoints().size();
        int templates = configuration.endpoints().size() - exact;
        return templates == 0 ? "" : " (" + exact + " exact, " + counted(templates, "template") + ")";
    }

    private static String passed(PassConfig pass) {
        List<String> upstreams =
                pass.rules().stream().map(PassConfig.Rule::upstream).distinct().toList();
        int rules = pass.rules().size();
        return (rules == 1 ? "pass to " : "pass by " + rules + " rules to ") + String.join(" and ", upstreams);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
