package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
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
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            String first = unmatched.getUnmatched().getFirst();
            message = (first.startsWith("-") ? "unknown option: " : "unknown command or argument: ") + first;
            return near.isEmpty() ? message : message + " (did you mean " + String.join(" or ", near) + "?)";
        }
        return message.replaceFirst("' is not an? (int|long)$", "' is not a whole number");
    }
}
