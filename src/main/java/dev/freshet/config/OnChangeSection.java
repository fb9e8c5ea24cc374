package dev.freshet.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[].source.on-change}. Thread-safe: stateless. */
final class OnChangeSection {
    private static final String KINDS = "one of pubsub and by";

    private static final Key<String> PUBSUB = Key.optional(
            "pubsub",
            FieldScalar.redisText("channels, such as results:* or scores"),
            "",
            "A message on any channel of this pattern (PSUBSCRIBE) begins a refresh, whatever it says.");
    private static final Key<Function<Duration, OnChange>> BY = Key.optional(
            "by",
            WordScalar.of(words()),
            "",
            "`keyspace`: notifications of Redis about the keys that are read; the server needs `notify-keyspace-events KA`. `tracking`: invalidations of these keys (CLIENT TRACKING); needs Redis 6.");
    private static final Key<Duration> MIN = Key.withDefault(
            "min",
            DurationScalar.between("1ms", "10s"),
            "50ms",
            "However many changes come, so long at least lies between two refreshes that they begin.");

    private static final Section<OnChange> SECTION = new Section<>(
            "endpoints[].source.on-change",
            "Begins a refresh the moment something changes. The interval stays as the safety net. A word alone, `keyspace` or `tracking`, is `by` with the default `min`.",
            List.of(PUBSUB, BY, MIN),
            OnChangeSection::onChange);

    /** A word, or a section. */
    static final Shape<OnChange> CHOICE = new WordOr<>(word(), SECTION);

    private OnChangeSection() {}

    private static SequencedMap<String, Function<Duration, OnChange>> words() {
        SequencedMap<String, Function<Duration, OnChange>> words = new LinkedHashMap<>();
        words.put("keyspace", OnChange.Keyspace::new);
        words.put("tracking", OnChange.Tracking::new);
        return words;
    }

    private static Scalar<OnChange> word() {
        SequencedMap<String, OnChange> words = new LinkedHashMap<>();
        words().forEach((word, of) -> words.put(word, of.apply(Objects.requireNonNull(MIN.standard()))));
        return WordScalar.of(words);
    }

    private static @Nullable OnChange onChange(Values in) {
        if (!in.has(PUBSUB) && !in.has(BY)) {
            in.refuseSection(KINDS);
        }
        if (in.has(PUBSUB) && in.has(BY)) {
            in.refuse(BY, "only " + KINDS);
        }
        String pattern = in.find(PUBSUB);
        if (pattern != null) {
            return new OnChange.Message(pattern, in.get(MIN));
        }
        Function<Duration, OnChange> by = in.find(BY);
        return by == null ? null : by.apply(in.get(MIN));
    }
}
