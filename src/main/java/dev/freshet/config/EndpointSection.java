package dev.freshet.config;

import dev.freshet.config.SourceSection.AtPath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[]}. Thread-safe: stateless. */
final class EndpointSection {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_STALE_STANDARD = Duration.ofSeconds(60);
    private static final Duration MAX_STALE_PUSHED = Duration.ofDays(30);

    private static final Key<String> PATH = Key.required(
            "path",
            TargetScalar.path(),
            "The path, as it stands in requests: percent-encoded, case-sensitive. With variables, such as `/matches/{id}.json`, it stands for many resources: [templates.md](templates.md).");
    private static final Key<String> HOST =
            Key.optional("host", HostScalar.host(), "any host", "Only requests for this host, on whatever port.");
    private static final Key<AtPath> SOURCE = Key.required(
            "source",
            SourceSection.CHOICE,
            "Where the payload comes from; `push`: publishers put it on the admin listener ([admin.md](admin.md)).");
    private static final Key<AtPath> FALLBACK = Key.optional(
            "fallback", SourceSection.SECTION, "none", "Asked when the source fails or has no value; like `source`.");
    private static final Key<Duration> MAX_STALE = Key.optional(
            "max-stale",
            DurationScalar.between("100ms", "30d"),
            "`60s`; twice `refresh` (its `max`) where that is longer; `30d` with `source: push`",
            "How long the last good snapshot may be served when refreshing fails, or nothing is put. Not shorter than `refresh` (its `max`).");
    private static final Key<Duration> TIMEOUT = Key.optional(
            "timeout",
            DurationScalar.between("10ms", "5m"),
            "`refresh` (its `min`), but within 1s..10s",
            "The deadline of one fetch from one source.");
    private static final Key<String> CONTENT_TYPE = Key.withDefault(
            "content-type",
            FieldScalar.mediaType(),
            "application/json",
            "The media type of payloads that bring none: from Redis and from files. Where it is JSON, as by default, a payload of another type is refused.");
    private static final Key<EndpointConfig.Query> QUERY = Key.withDefault(
            "query",
            WordScalar.of(queries()),
            "exact",
            "A request with a query: `exact`, it is not for this endpoint; `ignore`, it is, whatever the query says.");
    private static final Key<CorsChoice> CORS = Key.optional(
            "cors", CorsSection.CHOICE, "the `cors` of the document", "Cross-origin sharing of this endpoint.");
    private static final Key<String> CACHE_CONTROL = Key.optional(
            "cache-control",
            FieldScalar.value(),
            "`public, max-age=` the interval (its `min`) in whole seconds, at least 1",
            "The `Cache-Control` field sent to clients.");
    private static final Key<GateConfig> GATE =
            Key.section("gate", GateSection.SECTION, "What a new payload must satisfy before it is published.");
    private static final Key<Integer> VERSIONS = Key.withDefault(
            "versions",
            NumberScalar.between(0, 100),
            "3",
            "How many versions before the one that is published are kept in memory, without codings, so that an operator can pin one ([admin.md](admin.md)).");

    static final Section<UnderCors> SECTION = new Section<>(
            "endpoints[]",
            "A hot path.",
            Stream.of(
                            List.of(PATH, HOST, SOURCE, FALLBACK),
                            TemplateKeys.ALL,
                            RefreshKeys.ALL,
                            List.of(MAX_STALE, TIMEOUT, CONTENT_TYPE, QUERY, CORS, CACHE_CONTROL, GATE, VERSIONS))
                    .<Key<?>>flatMap(List::stream)
                    .toList(),
            EndpointSection::endpoint);

    /** An endpoint, but for what it takes from the document's own CORS. Implementations are immutable. */
    @FunctionalInterface
    interface UnderCors {
        EndpointConfig under(@Nullable CorsConfig inherited);
    }

    private EndpointSection() {}

    private static SequencedMap<String, EndpointConfig.Query> queries() {
        SequencedMap<String, EndpointConfig.Query> queries = new LinkedHashMap<>();
        for (EndpointConfig.Query query : EndpointConfig.Query.values()) {
            queries.put(query.name().toLowerCase(Locale.ROOT), query);
        }
        return queries;
    }

    private static @Nullable UnderCors endpoint(Values in) {
        checkAlone(in);
        checkStale(in);
        checkGate(in);
        String path = in.find(PATH);
        AtPath source = in.find(SOURCE);
        if (path == null || source == null) {
            return null;
        }
        boolean pushed = source.at(path) instanceof SourceConfig.FromPush;
        if (pushed && PathTemplate.isTemplate(path)) {
            in.refuse(SOURCE, "a source that can be asked, as path has variables");
            return null;
        }
        AtPath fallback = in.find(FALLBACK);
        TemplateConfig template = template(in, path, fallback == null ? List.of(source) : List.of(source, fallback));
        checkFallback(in, source.at(path), fallback == null ? null : fallback.at(path));
        if (pushed) {
            RefreshKeys.checkPushed(in, in.has(FALLBACK));
        }
        return inherited -> new EndpointConfig(
                path,
                in.find(HOST),
                source.at(path),
                fallback == null ? null : fallback.at(path),
                RefreshKeys.read(in, source.at(path)),
                maxStale(in, source.at(path)),
                timeout(in),
                in.get(CONTENT_TYPE),
                in.get(QUERY),
                cors(in, inherited),
                in.find(CACHE_CONTROL),
                in.get(GATE),
                in.get(VERSIONS),
                template);
    }

    private static @Nullable TemplateConfig template(Values in, String path, List<AtPath> sources) {
        if (!PathTemplate.isTemplate(path)) {
            TemplateKeys.checkExact(in, sources);
            return null;
        }
        TemplateConfig template = TemplateKeys.read(in, path, sources);
        RefreshKeys.checkNoGroup(in);
        if (in.isSound(HOST)) {
            in.reading()
                    .claims()
                    .template(
                            in.find(HOST),
                            template.path(),
                            in.place(PATH),
                            in.reading().problems());
        }
        return template;
    }

    private static void checkAlone(Values in) {
        String path = in.find(PATH);
        String host = in.find(HOST);
        if (path != null && !PathTemplate.isTemplate(path) && in.isSound(HOST)) {
            String label = host == null ? path : host + path;
            in.reading().claims().endpoint(label, in.place(PATH), in.reading().problems());
        }
    }

    private static void checkStale(Values in) {
        Duration maxStale = in.find(MAX_STALE);
        if (maxStale != null
                && in.isSound(RefreshKeys.REFRESH)
                && maxStale.compareTo(in.get(RefreshKeys.REFRESH).longest()) < 0) {
            in.refuse(MAX_STALE, "at least refresh, the interval");
        }
    }

    private static void checkGate(Values in) {
        boolean isJson = in.get(CONTENT_TYPE).toLowerCase(Locale.ROOT).contains("json");
        if (in.isSound(CONTENT_TYPE) && !isJson && in.get(GATE).looksInside()) {
            in.refuse(CONTENT_TYPE, "JSON, as gate looks into the payload");
        }
    }

    private static void checkFallback(Values in, SourceConfig source, @Nullable SourceConfig fallback) {
        if (source.equals(fallback)) {
            in.reading().problems().add(in.place(FALLBACK), "the same as source (expected: another source)");
        }
    }

    private static Duration maxStale(Values in, SourceConfig source) {
        Duration maxStale = in.find(MAX_STALE);
        if (maxStale == null && source instanceof SourceConfig.FromPush) {
            return MAX_STALE_PUSHED;
        }
        return maxStale != null
                ? maxStale
                : longer(in.get(RefreshKeys.REFRESH).longest().multipliedBy(2), MAX_STALE_STANDARD);
    }

    private static Duration timeout(Values in) {
        Duration timeout = in.find(TIMEOUT);
        Duration interval = in.get(RefreshKeys.REFRESH).shortest();
        boolean isLong = interval.compareTo(LONGEST_TIMEOUT) > 0;
        return timeout != null ? timeout : isLong ? LONGEST_TIMEOUT : longer(interval, SHORTEST_TIMEOUT);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable CorsConfig cors(Values in, @Nullable CorsConfig inherited) {
        CorsChoice choice = in.find(CORS);
        return choice == null ? inherited : choice.config();
    }
}
