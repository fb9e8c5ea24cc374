package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.PassConfig;
import dev.freshet.config.PassConfig.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a server behind Freshet reads a path, the rule that its reading falls under is the one that the request was passed
 * by. The servers are made of the habits that real ones have, in any order.
 */
class PathConfusionTest {
    private static final int PATHS = 8_000;
    private static final int SERVERS = 12;
    private static final List<String> PREFIXES = List.of("/a", "/b/a", "/a%20b", "/b", "/c/b/a");
    private static final String[] PIECES = {
        "/",
        "/",
        "/",
        "a",
        "b",
        "c",
        "a b",
        ".",
        "..",
        "\\",
        ";",
        ";x",
        "?",
        "#",
        "%",
        "%2",
        "%25",
        "%2f",
        "%2F",
        "%5c",
        "%2e",
        "%2E",
        "%3b",
        "%3f",
        "%23",
        "%20",
        "%61",
        "%62",
        "%252f",
        "%2561",
        "%25%32%66",
        "%2520",
        "%c3",
        "|",
        "~",
        "%7e"
    };
    private static final Pattern ONE_OCTET = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    private final PassRules rules = PassRules.of(new PassConfig(
            PREFIXES.stream().map(each -> new Rule(null, each, Set.of(), each)).toList()));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noServerReadsAPassedPathAsAnothersPath(long seed) {
        Random random = new Random(seed);
        int passed = 0;
        int ambiguous = 0;
        for (int i = 0; i < PATHS; i++) {
            String path = path(random);
            Verdict verdict = rules.verdict(Requests.get(path));
            switch (verdict) {
                case Verdict.Pass(String upstream, var _) -> {
                    passed++;
                    everyServerFinds(upstream, path, random);
                }
                case Verdict.NotFound _ -> everyServerFinds("none", path, random);
                default -> ambiguous++;
            }
        }

        assertThat(passed).as("what would be shown by passing nothing").isGreaterThan(PATHS / 20);
        assertThat(ambiguous).isLessThan(PATHS * 9 / 10);
    }

    private static void everyServerFinds(String expected, String path, Random random) {
        for (int i = 0; i < SERVERS; i++) {
            List<UnaryOperator<String>> habits = habits(random);
            String read = path;
            for (UnaryOperator<String> each : habits) {
                read = each.apply(read);
            }
            assertThat(rule(read, habits)).as("%s, read as %s", path, read).isEqualTo(expected);
        }
    }

    /** The first prefix that {@code read} is under, the prefixes being read with the same habits. */
    private static String rule(String read, List<UnaryOperator<String>> habits) {
        for (String prefix : PREFIXES) {
            String own = prefix;
            for (UnaryOperator<String> each : habits) {
                own = each.apply(own);
            }
            if (read.equals(own) || read.startsWith(own + "/")) {
                return prefix;
            }
        }
        return "none";
    }

    private static String path(Random random) {
        StringBuilder path =
                new StringBuilder(random.nextBoolean() ? "/" : PREFIXES.get(random.nextInt(PREFIXES.size())));
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            path.append(PIECES[random.nextInt(PIECES.length)]
                    .replace(" ", "%20")
                    .replace("?", "%3F")
                    .replace("#", "%23"));
        }
        return path.toString();
    }

    /** Unreserved octets are decoded by every server that matches paths at all (RFC 3986 section 6.2.2.2). */
    private static List<UnaryOperator<String>> habits(Random random) {
        List<UnaryOperator<String>> all = List.of(
                PathConfusionTest::decodedOnce,
                PathConfusionTest::decodedOnce,
                path -> path.replace('\\', '/'),
                path -> path.replaceAll("/{2,}", "/"),
                path -> path.replaceAll(";[^/]*", ""),
                path -> path.replaceAll("[?#].*", ""),
                PathConfusionTest::withoutDotSegments,
                path -> path.replaceAll("(?i)%2f", "/"));
        List<UnaryOperator<String>> some = new ArrayList<>();
        some.add(PathConfusionTest::normal);
        for (UnaryOperator<String> each : all) {
            if (random.nextBoolean()) {
                some.add(1 + random.nextInt(some.size()), each);
            }
        }
        return some;
    }

    private static String normal(String path) {
        return ONE_OCTET.matcher(path).replaceAll(octet -> {
            String decoded = decodedOnce(octet.group());
            return UNRESERVED.matcher(decoded).matches()
                    ? decoded
                    : octet.group().toUpperCase(java.util.Locale.ROOT);
        });
    }

    private static String decodedOnce(String path) {
        return ONE_OCTET
                .matcher(path)
                .replaceAll(octet -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(octet.group().substring(1), 16))));
    }

    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return "/" + String.join("/", kept);
    }
}
