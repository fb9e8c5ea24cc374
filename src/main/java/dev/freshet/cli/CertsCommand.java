package dev.freshet.cli;

import dev.freshet.tls.DevelopmentCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes certificates for development. Confined to the main thread. */
@Command(
        name = "certs",
        description = "Makes a development CA and a certificate for localhost, where there are none yet.")
final class CertsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to; by default certs/ beside the program.")
    private @Nullable Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "One more host name or IP address for it; repeatable.")
    private List<String> names = List.of();

    @Option(names = "--force", description = "Replace what is there.")
    private boolean force;

    @Override
    public Integer call() throws CommandFailed {
        for (String name : names) {
            if (!DevelopmentCertificates.mayName(name)) {
                throw new CommandFailed(
                        ExitStatus.WRONG_INPUT, "--name: " + name + " (expected: a DNS name or an IP address)");
            }
        }
        Path to = folder == null ? Home.certificates() : folder;
        var result = Certificates.ensure(to.toAbsolutePath().normalize(), names, force);
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (result.written().isEmpty()) {
            out.println("nothing to do: " + result.chain() + " is there already");
        }
        result.written().forEach(file -> out.println("made " + file));
        out.println("for a listener: { chain: " + result.chain() + ", key: " + result.key() + " }");
        if (result.authority() != null) {
            out.println("for a client: curl --cacert " + result.authority());
        }
        return ExitStatus.FINE;
    }
}
