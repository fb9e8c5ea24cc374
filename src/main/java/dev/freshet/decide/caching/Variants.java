package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.Variant;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of several stored responses answers a request (RFC 9111 section 4.1). Immutable: pure functions only. */
public final class Variants {
    /** Whose values mean the same in any case (RFC 9110 sections 12.5.2 to 12.5.4). */
    private static final Set<String> CASELESS = Set.of("accept-charset", "accept-encoding", "accept-language");

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Comparator<StoredHead> BY_DATE =
            Comparator.comparingLong(StoredHead::dateSeconds).thenComparingLong(StoredHead::receivedAtMillis);

    private Variants() {}

    /**
     * Which requests a response answers, itself the answer to {@code request}; null: none ({@code Vary: *}, or a Vary that is
     * malformed, which might have meant anything).
     */
    public static @Nullable Variant of(Fields request, Fields response) {
        String vary = response.field(HttpHeaderNames.VARY);
        if (vary == null) {
            return Variant.ONLY;
        }
        Set<String> names = new TreeSet<>();
        for (String each : vary.split(",")) {
            String name = each.strip();
            if (name.equals("*")
                    || (!name.isEmpty() && !FIELD_NAME.matcher(name).matches())) {
                return null;
            }
            if (!name.isEmpty()) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            String value = normalised(name, request);
            if (value != null) {
                values.put(name, value);
            }
        }
        return new Variant(List.copyOf(names), values);
    }

    /** Whether a stored response answers {@code request}: every field it varies on has the same value, or is absent in both. */
    public static boolean matches(Variant variant, Fields request) {
        for (String name : variant.names()) {
            String value = normalised(name, request);
            String stored = variant.values().get(name);
            if (value == null ? stored != null : !value.equals(stored)) {
                return false;
            }
        }
        return true;
    }

    /** The stored response to use for {@code request}, among several the one with the latest Date (section 4); null: none. */
    public static @Nullable StoredHead select(List<StoredHead> stored, Fields request) {
        return stored.stream()
                .filter(each -> matches(each.variant(), request))
                .max(BY_DATE)
                .orElse(null);
    }

    /**
     * The value without what changes nothing about its meaning: how it is spread over lines, whitespace around commas and
     * semicolons and how much of it there is elsewhere outside quotes, and, where the field's own definition says so, case. The order of a list is left as it is.
     */
    private static @Nullable String normalised(String name, Fields request) {
        String value = request.field(name);
        if (value == null) {
            return null;
        }
        String tight = withoutIdleSpace(value);
        return CASELESS.contains(name) ? tight.toLowerCase(Locale.ROOT) : tight;
    }

    private static String withoutIdleSpace(String value) {
        StringBuilder tight = new StringBuilder(value.length());
        boolean quoted = false;
        int at = 0;
        while (at < value.length()) {
            char each = value.charAt(at);
            quoted ^= each == '"' && (at == 0 || value.charAt(at - 1) != '\\');
            int end = quoted || !isSpace(each) ? at : endOfSpace(value, at);
            if (end == at) {
                tight.append(each);
                at++;
            } else {
                boolean idle = at == 0 || end == value.length() || separates(value, at - 1) || separates(value, end);
                tight.append(idle ? "" : " ");
                at = end;
            }
        }
        return tight.toString();
    }

    private static int endOfSpace(String value, int from) {
        int at = from;
        while (at < value.length() && isSpace(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\t';
    }

    private static boolean separates(String value, int at) {
        return value.charAt(at) == ',' || value.charAt(at) == ';';
    }
}
