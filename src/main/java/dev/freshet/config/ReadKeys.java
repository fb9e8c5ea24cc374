package dev.freshet.config;

import dev.freshet.config.RedisPart.As;
import dev.freshet.config.RedisPart.Embedding;
import dev.freshet.config.RedisRead.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that name one read of Redis, in a source and in a part of {@code compose}. Thread-safe: stateless. */
final class ReadKeys {
    private static final Scalar<Boolean> YES_OR_NO = FlagScalar.flag();
    private static final Scalar<As> WORD = WordScalar.of(words());

    private static final Key<String> GET =
            kind("get", "a string", "The key of a string. Alone in a source, the string is the payload as it stands.");
    private static final Key<String> HASH = kind("hash", "a hash", "The key of a hash; gives an object.");
    private static final Key<String> LIST = kind("list", "a list", "The key of a list; gives an array.");
    private static final Key<String> SET =
            kind("set", "a set", "The key of a set; gives an array, ordered by the bytes of its members.");
    private static final Key<String> ZSET =
            kind("zset", "a sorted set", "The key of a sorted set; gives an array, the lowest score first.");
    private static final Key<String> JSON = kind(
            "json", "a RedisJSON document", "The key of a document of RedisJSON, where the server has that module.");
    private static final Key<String> STREAM = kind(
            "stream",
            "a stream",
            "The key of a stream; gives an array of its newest entries, newest first, each an object with `id` and `fields`.");

    /** The kinds of read; a read has one of them. */
    static final List<Key<String>> KINDS = List.of(GET, HASH, LIST, SET, ZSET, JSON, STREAM);

    private static final Key<Embedding> AS = Key.optional(
            "as",
            new WordOr<>(word(), new Converted<>(new MapOf<>("fields", WORD, 1000), ReadKeys::byField)),
            "`auto`",
            "How values become JSON: `auto`, as they are where they are JSON, else as strings; `json` and `number`, as they are, and refused where they are something else; `string`; `base64`, any bytes. For a hash or a stream also by field; fields that are not named are `auto`.");
    private static final Key<Range> RANGE = Key.optional(
            "range",
            new RangeShape(),
            "all of it",
            "With `list` or `zset`: the first and the last element, counted from 0; below 0 from the end.");
    private static final Key<Boolean> REVERSE = Key.withDefault(
            "reverse",
            YES_OR_NO,
            "false",
            "With `list` or `zset`: the last element, or the highest score, first. The range then counts from there.");
    private static final Key<Boolean> SCORES = Key.withDefault(
            "scores", YES_OR_NO, "false", "With `zset`: each member as an object with `member` and `score`.");
    private static final Key<String> PATH = Key.optional(
            "json-path",
            FieldScalar.redisText("a path such as $.teams or .teams"),
            "all of it",
            "With `json`: a JSONPath, which gives an array of what it finds, or a path that begins with a dot, which gives the one value.");
    private static final Key<Integer> COUNT =
            Key.withDefault("count", NumberScalar.between(1, 10_000), "100", "With `stream`: the most entries.");
    private static final Key<String> DEFAULT = Key.optional(
            "default",
            new AnyValue(),
            "the fetch fails",
            "What stands there where Redis has no such key, or an empty string; such as `null`, `[]` or `{}`.");

    /** In the order of the reference page. */
    static final List<Key<?>> ALL =
            List.of(GET, HASH, LIST, SET, ZSET, JSON, STREAM, AS, RANGE, REVERSE, SCORES, PATH, COUNT, DEFAULT);

    private ReadKeys() {}

    /** What the keys say together; null: there is none, or not exactly one sound kind. Reports what does not fit. */
    static RedisPart.@Nullable Leaf read(Values in) {
        List<Key<String>> kinds = KINDS.stream().filter(in::has).toList();
        if (kinds.isEmpty()) {
            return null;
        }
        kinds.stream().skip(1).forEach(kind -> in.refuse(kind, "only one of " + kindNames()));
        checkCompanions(in, kinds.getFirst());
        String key = in.find(kinds.getFirst());
        Embedding as = in.find(AS);
        if (key != null) {
            in.reading().texts().add(new SourceText(in.place(kinds.getFirst()), key));
        }
        return key == null || kinds.size() > 1
                ? null
                : new RedisPart.Leaf(
                        read(kinds.getFirst(), key, in), as == null ? Embedding.AUTO : as, in.find(DEFAULT));
    }

    /** The words for messages: {@code get, hash, ... and stream}. */
    static String kindNames() {
        String all = KINDS.stream().map(Key::name).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " and " + all.substring(last + 2);
    }

    /** Whether the read is that of a string. */
    static boolean isText(Values in) {
        return in.has(GET);
    }

    /** The key {@code as}, for who refuses it. */
    static Key<?> as() {
        return AS;
    }

    private static RedisRead read(Key<String> kind, String key, Values in) {
        Range range = in.find(RANGE);
        Range of = range == null ? Range.ALL : range;
        return switch (kind.name()) {
            case "get" -> new RedisRead.Text(key);
            case "hash" -> new RedisRead.Hash(key);
            case "list" -> new RedisRead.Sequence(key, of, in.get(REVERSE));
            case "set" -> new RedisRead.Members(key);
            case "zset" -> new RedisRead.Ranking(key, of, in.get(REVERSE), in.get(SCORES));
            case "json" -> new RedisRead.Document(key, in.find(PATH));
            case "stream" -> new RedisRead.Entries(key, in.get(COUNT));
            default -> throw new IllegalStateException(kind.name());
        };
    }

    private static void checkCompanions(Values in, Key<String> kind) {
        only(in, RANGE, kind, List.of(LIST, ZSET));
        only(in, REVERSE, kind, List.of(LIST, ZSET));
        only(in, SCORES, kind, List.of(ZSET));
        only(in, PATH, kind, List.of(JSON));
        only(in, COUNT, kind, List.of(STREAM));
        Embedding as = in.find(AS);
        if (kind.equals(JSON) && in.has(AS)) {
            in.refuse(AS, "nothing with json, which is JSON already");
        } else if (as != null && !as.fields().isEmpty() && !kind.equals(HASH) && !kind.equals(STREAM)) {
            in.refuse(AS, "a word; fields only with hash or stream");
        }
    }

    private static void only(Values in, Key<?> companion, Key<String> kind, List<Key<String>> kinds) {
        if (in.has(companion) && !kinds.contains(kind)) {
            in.refuse(companion, "only with " + kinds.stream().map(Key::name).collect(Collectors.joining(" or ")));
        }
    }

    private static Key<String> kind(String name, String what, String meaning) {
        return Key.optional(name, FieldScalar.redisText("the key of " + what + " in Redis"), "", meaning);
    }

    private static SequencedMap<String, As> words() {
        SequencedMap<String, As> words = new LinkedHashMap<>();
        for (As as : As.values()) {
            words.put(as.name().toLowerCase(Locale.ROOT), as);
        }
        return words;
    }

    private static Embedding byField(Map<String, As> fields) {
        return new Embedding(As.AUTO, fields);
    }

    private static Scalar<Embedding> word() {
        return Scalar.text(WORD.type(), WORD.expected(), "", (text, reading) -> switch (WORD.rule()
                .parse(text, reading)) {
            case Parsed.Value<As>(As as) -> new Parsed.Value<>(new Embedding(as, Map.of()));
            case Parsed.Refused<As>(String rejected) -> new Parsed.Refused<>(rejected);
        });
    }
}
