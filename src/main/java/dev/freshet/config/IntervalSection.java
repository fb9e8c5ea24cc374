package dev.freshet.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[].refresh}. Thread-safe: stateless. */
final class IntervalSection {
    private static final Scalar<Duration> DURATION = DurationScalar.between("100ms", "24h");

    private static final Key<Duration> MIN = Key.required(
            "min",
            DURATION,
            "The shortest: it holds from a refresh on that brings something new of what somebody has asked for since the refresh before.");
    private static final Key<Duration> MAX = Key.required(
            "max",
            DURATION,
            "The longest: a refresh that brings nothing new of what nobody has asked for since the refresh before doubles the interval, up to this. Not shorter than `min`.");
    private static final Section<Interval> SECTION = new Section<>(
            "endpoints[].refresh",
            "An interval that follows change and demand.",
            List.of(MIN, MAX),
            IntervalSection::interval);

    /** A duration, or a section with two. */
    static final Shape<Interval> CHOICE = new WordOr<>(steady(), SECTION);

    private IntervalSection() {}

    private static @Nullable Interval interval(Values in) {
        Duration min = in.find(MIN);
        Duration max = in.find(MAX);
        if (min == null || max == null) {
            return null;
        }
        if (max.compareTo(min) < 0) {
            in.refuse(MAX, "at least min");
            return null;
        }
        return new Interval(min, max);
    }

    private static Scalar<Interval> steady() {
        return Scalar.text(
                DURATION.type(),
                DURATION.expected(),
                DURATION.bounds(),
                (text, reading) -> steady(DURATION.rule().parse(text, reading)));
    }

    private static Parsed<Interval> steady(Parsed<Duration> parsed) {
        return switch (parsed) {
            case Parsed.Value<Duration>(Duration value) -> new Parsed.Value<>(Interval.of(value));
            case Parsed.Refused<Duration>(String rejected) -> new Parsed.Refused<>(rejected);
        };
    }
}
