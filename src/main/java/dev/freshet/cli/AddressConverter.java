package dev.freshet.cli;

import dev.freshet.config.Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A host and a port as the configuration writes them, such as {@code [::1]:9000}. Thread-safe: no state. */
final class AddressConverter implements ITypeConverter<Address> {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):(\\d{1,5})");

    @Override
    public Address convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (matcher.matches() && Integer.parseInt(matcher.group(3)) <= 65_535) {
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return new Address(host, Integer.parseInt(matcher.group(3)));
        }
        throw new TypeConversionException(value + " (expected: HOST:PORT, such as 127.0.0.1:9000)");
    }
}
