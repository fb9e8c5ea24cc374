package dev.freshet.config;

import dev.freshet.config.SourceSection.AtPath;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The keys of {@code endpoints[]} that only a path with variables has. Thread-safe: stateless. */
final class TemplateKeys {
    private static final int MOST_RESOURCES = 1_000_000;

    private static final Key<Map<String, Pattern>> VARIABLES = Key.optional(
            "variables",
            new MapOf<>("variables", pattern(), 16),
            "`[A-Za-z0-9._~-]+` for each",
            "With variables in `path`: the pattern of each that is to have one, a regular expression for its whole value as it stands in requests. A value has at most 200 characters, and is never made of dots alone.");
    private static final Key<Integer> MAX_RESOURCES = Key.withDefault(
            "max-resources",
            NumberScalar.between(1, 100_000),
            "1000",
            "With variables in `path`: how many resources are kept fresh at most. Which of them stay, how often they are asked for decides.");
    private static final Key<Duration> IDLE_AFTER = Key.withDefault(
            "idle-after",
            DurationScalar.between("1s", "30d"),
            "5m",
            "With variables in `path`: a resource that nobody has asked for so long is no longer kept fresh, and leaves the cache.");
    private static final Key<Duration> MISSING_FOR = Key.withDefault(
            "missing-for",
            DurationScalar.between("0s", "1h"),
            "5s",
            "With variables in `path`: how long a path for which the source has nothing is answered 404 without asking it again.");
    private static final Key<Rate> FIRST_FETCHES = Key.withDefault(
            "first-fetches",
            RateScalar.rate(),
            "100/s",
            "With variables in `path`: how many paths may be asked of the source for the first time, and no more than that number at once. Who comes beyond that gets 503.");

    /** In the order of the reference page. */
    static final List<Key<?>> ALL = List.of(VARIABLES, MAX_RESOURCES, IDLE_AFTER, MISSING_FOR, FIRST_FETCHES);

    private TemplateKeys() {}

    /** Checks what an exact path must not have. */
    static void checkExact(Values in, List<AtPath> sources) {
        ALL.stream()
                .filter(in::has)
                .forEach(key -> in.refuse(key, "only with variables in path, such as /matches/{id}.json"));
        sources.stream()
                .flatMap(each -> each.targets().stream())
                .filter(each -> PathTemplate.isTemplate(each.text()))
                .forEach(each -> refuse(in, each, "no braces, as path has no variables"));
    }

    /** What the keys say for the template {@code path}, with {@code sources}. */
    static TemplateConfig read(Values in, String path, List<AtPath> sources) {
        Map<String, Pattern> patterns = in.find(VARIABLES);
        PathTemplate template = PathTemplate.of(path, patterns == null ? Map.of() : patterns);
        List<String> names = PathTemplate.names(path);
        if (patterns != null) {
            patterns.keySet().stream()
                    .filter(name -> !names.contains(name))
                    .forEach(name -> in.reading()
                            .problems()
                            .add(
                                    in.place(VARIABLES),
                                    Shown.text(name) + " (expected: variables of path, " + listed(names) + ")"));
        }
        sources.forEach(each -> check(in, names, each));
        if (in.isSound(MAX_RESOURCES) && in.reading().claims().resources(in.get(MAX_RESOURCES)) > MOST_RESOURCES) {
            in.refuse(MAX_RESOURCES, "at most " + MOST_RESOURCES + " in all endpoints together");
        }
        return new TemplateConfig(
                template, in.get(MAX_RESOURCES), in.get(IDLE_AFTER), in.get(MISSING_FOR), in.get(FIRST_FETCHES));
    }

    private static void check(Values in, List<String> names, AtPath source) {
        source.onlyExact().forEach(in.reading().problems()::add);
        Set<String> used = new HashSet<>();
        boolean sound = source.onlyExact().isEmpty();
        for (SourceText each : source.texts()) {
            Set<String> found = Placeholders.names(each.text());
            if (found == null) {
                refuse(in, each, "variables such as {id}; a brace that is none is written twice");
                sound = false;
                continue;
            }
            String unknown = found.stream()
                    .filter(name -> !names.contains(name))
                    .findFirst()
                    .orElse(null);
            if (unknown != null) {
                refuse(in, each, "variables of path, " + listed(names));
                sound = false;
            }
            used.addAll(found);
        }
        String unused =
                names.stream().filter(name -> !used.contains(name)).findFirst().orElse(null);
        if (sound && unused != null && !source.usesPath()) {
            in.reading()
                    .problems()
                    .add(
                            source.place(),
                            "without {" + unused
                                    + "} (expected: every variable of path, else all its resources would be one)");
        }
    }

    private static void refuse(Values in, SourceText text, String expected) {
        in.reading().problems().add(text.place(), Shown.text(text.text()) + " (expected: " + expected + ")");
    }

    private static String listed(List<String> names) {
        return "{" + String.join("}, {", names) + "}";
    }

    private static Scalar<Pattern> pattern() {
        String expected = "a regular expression such as \"[0-9]{1,9}\", at most 200 characters";
        return Scalar.text("pattern", expected, "at most 200 characters", (text, _) -> {
            Pattern pattern = compiled(text);
            return pattern == null ? new Parsed.Refused<>(expected) : new Parsed.Value<>(pattern);
        });
    }

    private static @Nullable Pattern compiled(String text) {
        try {
            return text.isEmpty() || text.length() > VariableValue.LONGEST ? null : Pattern.compile(text);
        } catch (PatternSyntaxException _) {
            return null;
        }
    }
}
