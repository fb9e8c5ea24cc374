package dev.freshet.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The reference page of the configuration, made from the keys that the reader reads. Thread-safe: stateless. */
final class ConfigurationDocs {
    private static final String INTRODUCTION = """
            # Configuration

            This page is made from the declarations that the reader itself uses; a test fails when it is out of date.

            One YAML file says everything. It is read before any socket opens: a key that is not listed here, a value of
            the wrong kind or out of bounds, a missing file, a combination that cannot work, each is reported with its
            line and column, all of them at once, and the exit status is 2. `freshet check -c FILE` does only that.

            * Durations are a whole number and a unit: `500ms`, `1s`, `5m`, `24h`, `1d`.
            * Sizes are a whole number and a unit: `512B`, `64KiB`, `1MiB`, `1GiB`.
            * Relative paths start at the folder of the configuration.
            * Of YAML there are maps, lists and plain or quoted values; anchors, aliases, merge keys, tags and several
              documents in one file are refused. The file is UTF-8 and at most 10MiB.
            """;

    private ConfigurationDocs() {}

    /** The page in Markdown; {@code example} is a configuration that has every key. */
    static String page(String example) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        sections().forEach(section -> append(section, page));
        page.append("\n## An example with every key\n\n```yaml\n")
                .append(example.strip())
                .append("\n```\n");
        return page.toString();
    }

    /** The names of the keys of all sections. */
    static List<String> keys() {
        return sections().stream()
                .flatMap(section -> section.keys().stream())
                .map(Key::name)
                .toList();
    }

    /** The anchor that Markdown renderers give to the heading of a section. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    }

    private static Set<Section<?>> sections() {
        Set<Section<?>> sections = new LinkedHashSet<>();
        collect(RootSection.SECTION, sections);
        return sections;
    }

    private static void collect(Shape<?> shape, Set<Section<?>> sections) {
        switch (shape) {
            case Section<?> section -> {
                if (sections.add(section)) {
                    section.keys().forEach(key -> collect(key.shape(), sections));
                }
            }
            case ListOf<?> list -> collect(list.element(), sections);
            case OneOrMore<?> rules -> collect(rules.one(), sections);
            case NamedSections<?> named -> collect(named.section(), sections);
            case WordOr<?> choice -> collect(choice.other(), sections);
            case MapOf<?> map -> collect(map.value(), sections);
            case Converted<?, ?> converted -> collect(converted.written(), sections);
            case ComposeShape compose -> collect(compose.leaf(), sections);
            case Scalar<?> _, RangeShape _, AnyValue _ -> {}
        }
    }

    private static void append(Section<?> section, StringBuilder page) {
        String heading = section.title().isEmpty() ? "The document" : "`" + section.title() + "`";
        page.append("\n## ")
                .append(heading)
                .append("\n\n")
                .append(section.meaning())
                .append("\n\n");
        page.append("| key | type | default | bounds | meaning |\n|---|---|---|---|---|\n");
        section.keys().forEach(key -> append(key, page));
    }

    private static void append(Key<?> key, StringBuilder page) {
        String otherwise = key.required() ? "(required)" : key.otherwise();
        page.append("| ")
                .append(String.join(
                        " | ",
                        cell("`" + key.name() + "`"),
                        cell(key.shape().type()),
                        cell(otherwise),
                        cell(key.shape().bounds()),
                        cell(key.meaning())));
        page.append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
