package dev.freshet.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code endpoints[].gate}. Thread-safe: stateless. */
final class GateSection {
    private static final Key<Long> MAX_SIZE = Key.withDefault(
            "max-size",
            SizeScalar.between("1KiB", "1GiB"),
            "16MiB",
            "The largest payload that is published, before compression.");
    private static final Key<Long> MIN_SIZE = Key.withDefault(
            "min-size",
            SizeScalar.orBytes("1B", "1GiB"),
            "1",
            "The smallest payload that is published; a number without a unit means bytes. Not above `max-size`.");
    private static final Key<List<String>> REQUIRED = Key.optional(
            "required",
            new ListOf<>("JSON Pointers", PointerScalar.pointer(), 1, 64),
            "nothing",
            "JSON Pointers (RFC 6901), such as `/results/0/votes`, of what a payload must have.");
    private static final Key<String> NOT_OLDER = Key.optional(
            "not-older",
            PointerScalar.pointer(),
            "nothing",
            "The JSON Pointer of a timestamp (RFC 3339) or a number that must not be less than in the payload that is published.");
    private static final Key<Integer> MAX_SHRINK = Key.optional(
            "max-shrink",
            PercentScalar.between(0, 99),
            "by anything",
            "By how much a payload may be smaller than the one that is published, for as long as that may be served (`max-stale`).");
    private static final Key<Path> SCHEMA = Key.optional(
            "schema",
            FileScalar.existing(),
            "none",
            "A JSON Schema (2020-12) that payloads must be valid by; one file, nothing outside of it is fetched. It is the one check that makes a tree of the payload.");

    static final Section<GateConfig> SECTION = new Section<>(
            "endpoints[].gate",
            "What a new payload must satisfy before it replaces the good one. That it is well-formed is always required where `content-type` is JSON, and `required`, `not-older` and `schema` make sense only there.",
            List.of(MAX_SIZE, MIN_SIZE, REQUIRED, NOT_OLDER, MAX_SHRINK, SCHEMA),
            GateSection::gate);

    private GateSection() {}

    private static GateConfig gate(Values in) {
        if (in.isSound(MAX_SIZE) && in.isSound(MIN_SIZE) && in.get(MIN_SIZE) > in.get(MAX_SIZE)) {
            in.refuse(MIN_SIZE, "at most max-size");
        }
        return new GateConfig(
                in.get(MAX_SIZE),
                in.get(MIN_SIZE),
                orNothing(in.find(REQUIRED)),
                in.find(NOT_OLDER),
                in.find(MAX_SHRINK),
                in.find(SCHEMA));
    }

    private static List<String> orNothing(@Nullable List<String> pointers) {
        return pointers == null ? List.of() : pointers;
    }
}
