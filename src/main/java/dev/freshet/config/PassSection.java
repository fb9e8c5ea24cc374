package dev.freshet.config;

import dev.freshet.config.PassConfig.Rule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code pass}: one rule, or a list of them. Thread-safe: stateless. */
final class PassSection {
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}(?:-[A-Z]{1,15})?");
    private static final String EXPECTED_METHOD = "a method in capitals such as GET";

    private static final Key<String> HOST =
            Key.optional("host", HostScalar.host(), "any host", "Only requests for this host, on whatever port.");
    private static final Key<String> PATH = Key.optional(
            "path",
            PrefixScalar.prefix(),
            "any path",
            "Only paths that begin with these segments: `/api` is for `/api` and `/api/x`, not for `/apix`.");
    private static final Key<List<String>> METHODS = Key.optional(
            "method",
            new WordOr<>(
                    Scalar.text("method", EXPECTED_METHOD, "", (text, _) -> method(text, List.of(text))),
                    new ListOf<>(
                            "methods",
                            Scalar.text("method", EXPECTED_METHOD, "", (text, _) -> method(text, text)),
                            1,
                            32)),
            "any method",
            "Only this method, or these; `GET` stands for `HEAD` too.");
    private static final Key<String> UPSTREAM =
            Key.required("upstream", WordScalar.upstream(), "The upstream that is asked.");

    private static final Key<AutoHotConfig> AUTO_HOT = Key.optional(
            "auto-hot", AutoHotSection.SECTION, "off", "Refreshes what is asked for most; `{}` for its defaults.");

    private static final Section<Rule> SECTION = new Section<>(
            "pass",
            "Where requests go that are for no endpoint: one rule, or a list of which the first that matches is the one that"
                    + " counts. What matches none gets 404.",
            List.of(HOST, PATH, METHODS, UPSTREAM, AUTO_HOT),
            PassSection::rule);

    /** One rule, or several in their order. */
    static final Shape<List<Rule>> RULES = new OneOrMore<>(SECTION, new ListOf<>("rules", SECTION, 1, 1000));

    private PassSection() {}

    private static <T> Parsed<T> method(String text, T value) {
        return switch (text) {
            case "HEAD" -> new Parsed.Refused<>("GET, which stands for HEAD too");
            case "CONNECT", "TRACE" -> new Parsed.Refused<>("a method that is passed; " + text + " never is");
            default ->
                METHOD.matcher(text).matches() ? new Parsed.Value<>(value) : new Parsed.Refused<>(EXPECTED_METHOD);
        };
    }

    private static @Nullable Rule rule(Values in) {
        String upstream = in.find(UPSTREAM);
        if (!in.isSound(HOST) || !in.isSound(PATH) || !in.isSound(METHODS)) {
            return null;
        }
        List<String> methods = in.find(METHODS);
        Set<String> set = methods == null ? Set.of() : Set.copyOf(methods);
        Rule rule = new Rule(in.find(HOST), in.find(PATH), set, upstream == null ? "" : upstream, in.find(AUTO_HOT));
        in.reading().claims().rule(rule, in.place(), in.reading().problems());
        return upstream == null ? null : rule;
    }
}
