package dev.freshet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[].source}, and {@code fallback} likewise. Thread-safe: stateless. */
final class SourceSection {
    private static final String KINDS = "one of upstream, redis and file";
    private static final String CONTENTS = "one of " + ReadKeys.kindNames().replace(" and ", ", ") + " and compose";

    private static final Key<String> UPSTREAM =
            Key.optional("upstream", WordScalar.upstream(), "", "Sends a GET to this upstream.");
    private static final Key<String> PATH = Key.optional(
            "path",
            TargetScalar.target(),
            "the path of the endpoint",
            "With `upstream`: what is asked for there, with a query where wanted.");
    private static final Key<String> REDIS = Key.optional(
            "redis",
            WordScalar.redis(),
            "",
            "Reads from this Redis what one of the keys `get` to `stream`, or `compose`, says. The shapes of the payloads: [redis.md](redis.md).");
    private static final Section<RedisPart.Leaf> LEAF = new Section<>(
            "endpoints[].source.compose",
            "A part of the document that is read from Redis: a map with one of `get` to `stream`. Every other map is an object and every list an array, of parts or constants; a map with `const` alone is the constant behind that, whatever its keys are called.",
            ReadKeys.ALL,
            ReadKeys::read);
    private static final Key<RedisPart> COMPOSE = Key.optional(
            "compose",
            new ComposeShape(LEAF),
            "",
            "With `redis`: one JSON document out of several keys, written as that document with reads in it.");
    private static final Key<String> VERSION_KEY = Key.optional(
            "version-key",
            FieldScalar.redisText("the key of a string in Redis"),
            "none",
            "With `redis`: a string that changes whenever the content has changed. While it stays the same, nothing else is read.");
    private static final Key<String> CONTENT_TYPE_KEY = Key.optional(
            "content-type-key",
            FieldScalar.redisText("the key of a string in Redis"),
            "the endpoint's `content-type`",
            "With `get`: a string that holds the media type of the payload.");
    private static final Key<OnChange> ON_CHANGE = Key.optional(
            "on-change",
            OnChangeSection.CHOICE,
            "the interval alone",
            "With `redis`: begins a refresh the moment something changes: `keyspace`, `tracking`, or a section.");
    private static final Key<Path> FILE = Key.optional(
            "file",
            FileScalar.existing(),
            "",
            "Reads this file; a relative path starts at the folder of the configuration.");

    static final Section<AtPath> SECTION = new Section<>(
            "endpoints[].source",
            "Where a payload comes from: exactly one of `upstream`, `redis` and `file`. Most keys belong to `redis`.",
            Stream.of(
                            List.of(UPSTREAM, PATH, REDIS),
                            ReadKeys.ALL,
                            List.of(COMPOSE, VERSION_KEY, CONTENT_TYPE_KEY, ON_CHANGE),
                            List.of(FILE))
                    .<Key<?>>flatMap(List::stream)
                    .toList(),
            SourceSection::source);

    /** The section, or the word for a source that is put here. */
    static final Shape<AtPath> CHOICE = new WordOr<>(word(), SECTION);

    /**
     * A source, but for what it takes from the path of its endpoint. Immutable.
     *
     * @param place where it stands
     * @param targets what is asked of an upstream, as far as it is written
     * @param keys of Redis
     * @param usesPath whether the path of the endpoint is asked for
     * @param onlyExact what a path with variables cannot have, and why, by its place
     * @param source the source for a path
     */
    record AtPath(
            Place place,
            List<SourceText> targets,
            List<SourceText> keys,
            boolean usesPath,
            Map<Place, String> onlyExact,
            Function<String, SourceConfig> source) {

        SourceConfig at(String path) {
            return source.apply(path);
        }

        /** Every text that may have variables. */
        List<SourceText> texts() {
            return Stream.concat(targets.stream(), keys.stream()).toList();
        }
    }

    private SourceSection() {}

    private static Scalar<AtPath> word() {
        SequencedMap<String, AtPath> words = new LinkedHashMap<>();
        words.put(
                "push",
                new AtPath(Place.FILE, List.of(), List.of(), false, Map.of(), _ -> new SourceConfig.FromPush()));
        return WordScalar.of(words);
    }

    private static @Nullable AtPath source(Values in) {
        checkKinds(in);
        if (in.has(PATH) && !in.has(UPSTREAM)) {
            in.refuse(PATH, "only with upstream");
        }
        SourceConfig redis = redis(in);
        List<SourceText> keys = keys(in);
        String upstream = in.find(UPSTREAM);
        if (upstream != null) {
            String target = in.find(PATH);
            List<SourceText> targets = target == null ? List.of() : List.of(new SourceText(in.place(PATH), target));
            boolean usesPath = !in.has(PATH);
            return new AtPath(
                    in.place(),
                    targets,
                    List.of(),
                    usesPath,
                    Map.of(),
                    path -> new SourceConfig.FromUpstream(upstream, target == null ? path : target));
        }
        if (redis != null) {
            Map<Place, String> onlyExact = in.has(ON_CHANGE)
                    ? Map.of(in.place(ON_CHANGE), "given (expected: the interval alone, as path has variables)")
                    : Map.of();
            return new AtPath(in.place(), List.of(), keys, false, onlyExact, _ -> redis);
        }
        Path file = in.find(FILE);
        return file == null
                ? null
                : new AtPath(
                        in.place(),
                        List.of(),
                        List.of(),
                        false,
                        Map.of(in.place(FILE), "a file (expected: an upstream or a Redis, as path has variables)"),
                        _ -> new SourceConfig.FromFile(file));
    }

    /** Those of the reads, which have been collected on the way, and the companions. */
    private static List<SourceText> keys(Values in) {
        List<SourceText> keys = new ArrayList<>(in.reading().texts());
        in.reading().texts().clear();
        for (Key<String> each : List.of(VERSION_KEY, CONTENT_TYPE_KEY)) {
            String text = in.find(each);
            if (text != null) {
                keys.add(new SourceText(in.place(each), text));
            }
        }
        return List.copyOf(keys);
    }

    private static void checkKinds(Values in) {
        List<Key<?>> kinds =
                Stream.<Key<?>>of(UPSTREAM, REDIS, FILE).filter(in::has).toList();
        if (kinds.isEmpty()) {
            in.refuseSection(KINDS);
        }
        kinds.stream().skip(1).forEach(kind -> in.refuse(kind, "only " + KINDS));
    }

    private static @Nullable SourceConfig redis(Values in) {
        if (!in.has(REDIS)) {
            Stream.of(ReadKeys.ALL, List.of(COMPOSE, VERSION_KEY, CONTENT_TYPE_KEY, ON_CHANGE))
                    .<Key<?>>flatMap(List::stream)
                    .filter(in::has)
                    .forEach(key -> in.refuse(key, "only with redis"));
            return null;
        }
        RedisPart content = content(in);
        String redis = in.find(REDIS);
        return content == null || redis == null
                ? null
                : new SourceConfig.FromRedis(
                        redis, content, in.find(VERSION_KEY), in.find(CONTENT_TYPE_KEY), in.find(ON_CHANGE));
    }

    private static @Nullable RedisPart content(Values in) {
        List<Key<?>> reads =
                ReadKeys.ALL.stream().filter(in::has).<Key<?>>map(key -> key).toList();
        boolean isRead = ReadKeys.KINDS.stream().anyMatch(in::has);
        if (in.has(CONTENT_TYPE_KEY) && !ReadKeys.isText(in)) {
            in.refuse(CONTENT_TYPE_KEY, "only with get; every other payload is JSON");
        }
        if (in.has(COMPOSE)) {
            reads.forEach(key -> in.refuse(key, isRead ? "only " + CONTENTS : "only in a part of compose"));
            return in.find(COMPOSE);
        }
        if (!isRead) {
            in.refuse(REDIS, CONTENTS + " beside it");
            return null;
        }
        if (ReadKeys.isText(in) && in.has(ReadKeys.as())) {
            in.refuse(
                    ReadKeys.as(),
                    "nothing with get, whose value is the payload as it stands; a part of compose can have it");
        }
        return ReadKeys.read(in);
    }
}
