package dev.freshet.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[].source}, and {@code fallback} likewise. Thread-safe: stateless. */
final class SourceSection {
    private static final String KINDS = "one of upstream, redis and file";

    private static final Key<String> UPSTREAM =
            Key.optional("upstream", WordScalar.upstream(), "", "Sends a GET to this upstream.");
    private static final Key<String> PATH = Key.optional(
            "path",
            TargetScalar.target(),
            "the path of the endpoint",
            "With `upstream`: what is asked for there, with a query where wanted.");
    private static final Key<String> REDIS =
            Key.optional("redis", WordScalar.redis(), "", "Reads a string from this Redis.");
    private static final Key<String> GET =
            Key.optional("get", FieldScalar.redisKey(), "", "With `redis`, and needed there: the key of the string.");
    private static final Key<Path> FILE = Key.optional(
            "file",
            FileScalar.existing(),
            "",
            "Reads this file; a relative path starts at the folder of the configuration.");

    static final Section<AtPath> SECTION = new Section<>(
            "endpoints[].source",
            "Where a payload comes from: exactly one of `upstream`, `redis` and `file`.",
            List.of(UPSTREAM, PATH, REDIS, GET, FILE),
            SourceSection::source);

    /** A source, but for what it takes from the path of its endpoint. Implementations are immutable. */
    @FunctionalInterface
    interface AtPath {
        SourceConfig at(String path);
    }

    private SourceSection() {}

    private static @Nullable AtPath source(Values in) {
        checkKinds(in);
        checkCompanion(in, PATH, UPSTREAM);
        checkCompanion(in, GET, REDIS);
        if (in.has(REDIS) && !in.has(GET)) {
            in.refuse(GET, "the key of a string in Redis");
        }
        String upstream = in.find(UPSTREAM);
        if (upstream != null) {
            String target = in.find(PATH);
            return path -> new SourceConfig.FromUpstream(upstream, target == null ? path : target);
        }
        String redis = in.find(REDIS);
        String get = in.find(GET);
        if (redis != null && get != null) {
            return _ -> new SourceConfig.FromRedis(redis, get);
        }
        Path file = in.find(FILE);
        return file == null ? null : _ -> new SourceConfig.FromFile(file);
    }

    private static void checkKinds(Values in) {
        List<Key<?>> kinds =
                Stream.<Key<?>>of(UPSTREAM, REDIS, FILE).filter(in::has).toList();
        if (kinds.isEmpty()) {
            in.refuseSection(KINDS);
        }
        kinds.stream().skip(1).forEach(kind -> in.refuse(kind, "only " + KINDS));
    }

    private static void checkCompanion(Values in, Key<?> key, Key<?> companion) {
        if (in.has(key) && !in.has(companion)) {
            in.refuse(key, "only with " + companion.name());
        }
    }
}
