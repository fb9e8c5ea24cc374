package dev.freshet.config;

/** Yes or no. Thread-safe: stateless. */
final class FlagScalar {
    private static final String EXPECTED = "true or false";

    private FlagScalar() {}

    /** {@code true} or {@code false}, without quotes. */
    static Scalar<Boolean> flag() {
        return new Scalar<>("flag", EXPECTED, "", Scalar.Kind.PLAIN, (text, _) -> switch (text) {
            case "true" -> new Parsed.Value<>(true);
            case "false" -> new Parsed.Value<>(false);
            default -> new Parsed.Refused<>(EXPECTED);
        });
    }
}
