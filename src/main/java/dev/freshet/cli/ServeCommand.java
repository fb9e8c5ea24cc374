package dev.freshet.cli;

import dev.freshet.app.Freshet;
import dev.freshet.app.StartException;
import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.config.ListenerConfig;
import dev.freshet.config.Protocol;
import dev.freshet.observe.SystemClock;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a configuration until it is told to stop. Confined to the main thread. */
@Command(name = "serve", description = "Serves a configuration until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, YAML.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InvalidConfigurationException, StartException {
        Configuration configuration = ConfigurationReader.read(Objects.requireNonNull(file));
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try (Freshet freshet = Freshet.start(configuration, new SystemClock());
                GracefulStop _ = GracefulStop.on(err, freshet::stop)) {
            announce(configuration, freshet);
            freshet.awaitStopped();
        }
        return ExitStatus.FINE;
    }

    private static void announce(Configuration configuration, Freshet freshet) {
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        List<InetSocketAddress> addresses = freshet.addresses();
        for (int index = 0; index < addresses.size(); index++) {
            ListenerConfig listener = configuration.listeners().get(index);
            log.info(
                    "serving {} ({})",
                    Urls.of(
                            listener.tls() != null,
                            listener.address(),
                            addresses.get(index).getPort()),
                    protocols(listener));
        }
    }

    private static String protocols(ListenerConfig listener) {
        return listener.tls() == null
                ? Protocol.HTTP_1_1.alpn()
                : listener.protocols().stream().map(Protocol::alpn).collect(Collectors.joining(", "));
    }
}
