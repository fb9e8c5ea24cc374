package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message by name, in any case; {@code request::field} of a {@link dev.freshet.decide.RequestView} is one.
 * Implementations are confined to whoever holds the message.
 */
@FunctionalInterface
public interface Fields {
    /** The value of a field, several lines joined by a comma and a space (RFC 9110 section 5.2), or null. */
    @Nullable String field(CharSequence name);

    /** Whether the field is there, be it empty. */
    default boolean has(CharSequence name) {
        return field(name) != null;
    }

    /** A view of {@code headers}. */
    static Fields of(HttpHeaders headers) {
        return name -> {
            if (!headers.contains(name)) {
                return null; // most of what is asked for; a list would be made to say so
            }
            List<String> lines = headers.getAll(name);
            return lines.size() == 1 ? lines.getFirst().strip() : String.join(", ", lines);
        };
    }
}
