package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer 101 (RFC 9110 section 15.2.2), and the connection it came on. Confined to one event loop (the headers are
 * mutable).
 *
 * @param protocol what the server switches to, as it says in Upgrade; all of it was asked for
 * @param headers the other fields, free of those of one hop
 * @param server where the server is heard and spoken to from now on; whoever is given this opens it or aborts it
 */
public record Switched(String protocol, HttpHeaders headers, TunnelEnd server) {

    /** What {@code answered}, the lines of Upgrade, switch to; null where that was not {@code asked} (RFC 9110 section 7.8). */
    static @Nullable String protocol(@Nullable String asked, List<String> answered) {
        String protocol = String.join(", ", answered);
        return asked != null && !protocol.isBlank() && names(asked).containsAll(names(protocol)) ? protocol : null;
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
