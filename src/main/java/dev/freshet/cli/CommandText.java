package dev.freshet.cli;

import dev.freshet.compare.Load.RequestField;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line as one may paste it, to be shown beside what it gave. Immutable: it has no state. */
final class CommandText {
    private static final Pattern FIELD = Pattern.compile("((?:-H|--header)?=?)([^:=]+):(.*)", Pattern.DOTALL);

    private CommandText() {}

    /** {@code args} as a shell takes them; values of header fields that are secrets by their names are left out. */
    static String of(List<String> args) {
        return args.stream()
                .map(CommandText::withoutSecret)
                .map(Shell::word)
                .collect(Collectors.joining(" ", "freshet ", ""));
    }

    private static String withoutSecret(String arg) {
        Matcher field = FIELD.matcher(arg);
        boolean secret = field.matches() && new RequestField(field.group(2), field.group(3)).secret();
        return secret ? field.group(1) + field.group(2) + ": " + RequestField.HIDDEN : arg;
    }
}
