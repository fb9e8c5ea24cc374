package dev.freshet.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape, read line by line by the rules of the Prometheus text format 0.0.4; a line that breaks them is an error.
 * Immutable.
 *
 * @param types by name of the metric family
 * @param samples in order
 */
record Exposition(Map<String, String> types, List<Sample> samples) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

    /**
     * One line. Immutable.
     *
     * @param name of the sample, with its suffix
     * @param labels in order
     * @param value as parsed
     */
    record Sample(String name, Map<String, String> labels, double value) {}

    /** Parses a whole scrape. */
    static Exposition parse(String text) {
        Map<String, String> types = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        require(text.endsWith("\n"), "the last line must end with a line feed");
        String helped = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                helped = match(HELP, line).group(1);
            } else if (line.startsWith("#")) {
                Matcher type = match(TYPE, line);
                require(type.group(1).equals(helped), "TYPE without its HELP: " + line);
                require(types.put(type.group(1), type.group(2)) == null, "a second TYPE: " + line);
            } else {
                Sample sample = sample(line);
                require(sample.name().startsWith(helped), "a sample outside its family: " + line);
                require(samples.stream().noneMatch(each -> sameSeries(each, sample)), "a series twice: " + line);
                samples.add(sample);
            }
        }
        return new Exposition(types, samples);
    }

    /** The value of the one series with this name and these labels. */
    double value(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(each -> each.name().equals(name) && each.labels().equals(labels))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + labels + " in " + samples))
                .value();
    }

    private static Sample sample(String line) {
        Matcher sample = match(SAMPLE, line);
        Map<String, String> labels = new LinkedHashMap<>();
        String block = sample.group(2) == null ? "" : sample.group(2);
        Matcher label = LABEL.matcher(block);
        int end = 0;
        while (label.find()) {
            require(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + line);
            end = label.end();
        }
        require(end == block.length(), "not labels: " + line);
        String value = sample.group(3).replace("Inf", "Infinity");
        return new Sample(sample.group(1), labels, Double.parseDouble(value));
    }

    private static String unescaped(String value) {
        return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static boolean sameSeries(Sample one, Sample other) {
        return one.name().equals(other.name()) && one.labels().equals(other.labels());
    }

    private static Matcher match(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        require(matcher.matches(), "not of the format: " + line);
        return matcher;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
