package dev.freshet.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: says which there are. Confined to the main thread. */
@Command(
        name = "freshet",
        description = "Answers hot JSON endpoints over HTTPS from memory, fresh every second.",
        subcommands = {
            ServeCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            OriginCommand.class,
            CompareCommand.class,
            CertsCommand.class,
            CommandLine.HelpCommand.class
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:fine, or stopped by Ctrl-C or SIGTERM", "1:failed", "2:the input was wrong"})
final class FreshetCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var cli = java.util.Objects.requireNonNull(spec).commandLine();
        cli.usage(cli.getErr());
        return ExitStatus.WRONG_INPUT;
    }
}
