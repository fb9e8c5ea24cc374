package dev.freshet.config;

import dev.freshet.config.UpstreamConfig.Ejection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** {@code upstreams.*.ejection}. Thread-safe: stateless. */
final class EjectionSection {
    private static final Duration MAX_BACK_OFF_STANDARD = Duration.ofMinutes(1);

    private static final Key<Integer> FAILURES = Key.withDefault(
            "failures",
            NumberScalar.between(1, 1_000),
            "3",
            "So many failures in a row eject a server: no connection, a connection that breaks or is silent for too long, an answer that is not HTTP.");
    private static final Key<Boolean> COUNTS = Key.withDefault(
            "counts",
            WordScalar.of(counted()),
            "faults",
            "What is a failure: `faults`, those just named; `faults-and-5xx`, answers with a status of 500 or more as well.");
    private static final Key<Duration> BACK_OFF = Key.withDefault(
            "back-off",
            DurationScalar.between("10ms", "1h"),
            "1s",
            "How long the first time, less up to a quarter at random. Then one request is tried there: it brings the server back, or ejects it for twice as long.");
    private static final Key<Duration> MAX_BACK_OFF = Key.optional(
            "max-back-off",
            DurationScalar.between("10ms", "1h"),
            "`1m`; `back-off` where that is longer",
            "The longest. Not shorter than `back-off`.");

    private static final Section<EjectionChoice> SECTION = new Section<>(
            "upstreams.*.ejection",
            "When a server that fails is left alone for a while. When every server is, all are tried; a server without others never is.",
            List.of(FAILURES, COUNTS, BACK_OFF, MAX_BACK_OFF),
            EjectionSection::choice);

    /** A section, or {@code off}. */
    static final Shape<EjectionChoice> CHOICE = new WordOr<>(WordScalar.of(off()), SECTION);

    private EjectionSection() {}

    /** When it is left out. */
    static Ejection standard() {
        return ejection(Values.ofDefaults());
    }

    private static EjectionChoice choice(Values in) {
        Duration most = in.find(MAX_BACK_OFF);
        if (most != null && in.isSound(BACK_OFF) && most.compareTo(in.get(BACK_OFF)) < 0) {
            in.refuse(MAX_BACK_OFF, "at least back-off");
        }
        return new EjectionChoice(ejection(in));
    }

    private static Ejection ejection(Values in) {
        Duration first = in.get(BACK_OFF);
        Duration most = in.find(MAX_BACK_OFF);
        return new Ejection(
                in.get(FAILURES), in.get(COUNTS), first, most != null ? most : longer(first, MAX_BACK_OFF_STANDARD));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static SequencedMap<String, Boolean> counted() {
        SequencedMap<String, Boolean> words = new LinkedHashMap<>();
        words.put("faults", false);
        words.put("faults-and-5xx", true);
        return words;
    }

    private static SequencedMap<String, EjectionChoice> off() {
        return new LinkedHashMap<>(Map.of("off", new EjectionChoice(null)));
    }
}
