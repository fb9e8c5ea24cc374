package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in two lines what is wrong with the arguments: the nearest right one, and where help is. Thread-safe: no state. */
final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine cli = e.getCommandLine();
        String command = cli.getCommandSpec().qualifiedName();
        PrintWriter err = cli.getErr();
        err.println(command + ": " + message(e));
        err.println("Try '" + command + " --help'.");
        return ExitStatus.WRONG_INPUT;
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        List<String> typed = e.getCommandLine().getUnmatchedArguments();
        if (e instanceof MissingParameterException missing && !typed.isEmpty()) {
            return inPlaceOf(missing.getMissing().getFirst(), typed, e.getCommandLine());
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message.replaceFirst("' is not an? (int|long)$", "' is not a whole number");
    }

    private static String unmatched(UnmatchedArgumentException e) {
        List<String> near = e.getSuggestions();
        String message = unknown(e.getUnmatched().getFirst());
        return near.isEmpty() ? message : message + " (did you mean " + near.getFirst() + "?)";
    }

    /** What was typed tells more of the mistake than what is missing: a misspelt option, or its value alone. */
    private static String inPlaceOf(ArgSpec missing, List<String> typed, CommandLine cli) {
        String first = typed.getFirst();
        return missing instanceof OptionSpec option && !first.startsWith("-")
                ? unknown(first) + " (did you mean " + option.longestName() + "=" + first + "?)"
                : unmatched(new UnmatchedArgumentException(cli, typed));
    }

    private static String unknown(String typed) {
        return (typed.startsWith("-") ? "unknown option: " : "unknown command or argument: ") + typed;
    }
}
