package dev.freshet.decide;

import dev.freshet.config.PassConfig;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which upstream a request goes to that no endpoint answers: that of the first rule that matches its host, method and path.
 * A rule with a path matches only where the upstream cannot read the path as one that another rule, or none, is for
 * ({@link PathReadings}). Immutable.
 */
public final class PassRules {
    private static final Verdict NOT_FOUND = new Verdict.NotFound();
    private static final Verdict AMBIGUOUS = new Verdict.Ambiguous();

    private final List<Rule> rules;

    private PassRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rules of {@code config}; null: nothing is passed. */
    public static PassRules of(@Nullable PassConfig config) {
        return new PassRules(
                config == null
                        ? List.of()
                        : config.rules().stream().map(Rule::of).toList());
    }

    /** Pass, not found, or ambiguous. */
    Verdict verdict(RequestView request) {
        PathReadings readings = null;
        for (Rule each : rules) {
            if (!each.isFor(request.host(), request.method())) {
                continue;
            }
            if (each.path == null) {
                return each.pass;
            }
            readings = readings == null ? PathReadings.of(request.path()) : readings;
            boolean strictly = readings != null && isUnder(readings.strict(), each.path.strict());
            boolean leniently = readings != null && isUnder(readings.lenient(), each.path.lenient());
            if (readings == null || strictly != leniently) {
                return AMBIGUOUS;
            }
            if (strictly) {
                return each.pass;
            }
        }
        return NOT_FOUND;
    }

    /** {@code prefix} ends with a segment, and is {@code /} where every path is under it. */
    private static boolean isUnder(String path, String prefix) {
        int length = prefix.length() == 1 ? 0 : prefix.length();
        return path.startsWith(prefix) && (path.length() == length || path.charAt(length) == '/');
    }

    /** One of them. Immutable. */
    private record Rule(@Nullable String host, @Nullable PathReadings path, Set<String> methods, Verdict.Pass pass) {

        static Rule of(PassConfig.Rule config) {
            PathReadings path = config.path() == null ? null : PathReadings.of(config.path());
            return new Rule(
                    config.host(), path, config.methods(), new Verdict.Pass(config.upstream(), config.autoHot()));
        }

        boolean isFor(String requested, String method) {
            return (host == null || host.equals(requested)) && (methods.isEmpty() || methods.contains(asked(method)));
        }

        /** What the upstream is asked with: a HEAD goes where GET goes, and a tunnel of HTTP/2 begins with GET there. */
        private static String asked(String method) {
            return switch (method) {
                case "HEAD", "CONNECT" -> "GET";
                default -> method;
            };
        }
    }
}
