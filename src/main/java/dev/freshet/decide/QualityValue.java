package dev.freshet.decide;

/** The weight of a preference (RFC 9110 section 12.4.2). Immutable: pure functions only. */
final class QualityValue {
    private QualityValue() {}

    /**
     * The weight in thousandths that the parameters {@code text[from..to)} give, such as {@code q=0.5}; 1000 where they
     * give none, 0 where they are malformed: what cannot be understood is not preferred.
     */
    static int thousandths(String text, int from, int to) {
        for (String parameter : text.substring(from, to).split(";")) {
            String trimmed = parameter.strip();
            if (trimmed.startsWith("q=") || trimmed.startsWith("Q=")) {
                return parse(trimmed.substring(2));
            }
        }
        return 1000;
    }

    private static int parse(String value) {
        boolean shaped = !value.isEmpty() && value.length() <= 5 && (value.length() == 1 || value.charAt(1) == '.');
        if (!shaped || (value.charAt(0) != '0' && value.charAt(0) != '1')) {
            return 0;
        }
        int thousandths = (value.charAt(0) - '0') * 1000;
        int unit = 100;
        for (int i = 2; i < value.length(); i++, unit /= 10) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            thousandths += (digit - '0') * unit;
        }
        return thousandths > 1000 ? 0 : thousandths;
    }
}
