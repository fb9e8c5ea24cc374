package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields of a response are stored (RFC 9111 section 3.1). Immutable: pure functions only. */
final class StorableFields {
    /**
     * What is for one connection (RFC 9110 section 7.6.1) or for the proxy (RFC 9111 section 3.1), what the cache makes anew
     * for each answer (Age), and what is told apart from the fields (Content-Length).
     */
    private static final Set<String> NEVER_STORED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "age",
            "content-length");

    private StorableFields() {}

    /** The fields to store, with a valid Date; a copy that cannot be changed. */
    static HttpHeaders of(Received response) {
        Set<String> excluded = excluded(response.fields());
        boolean dated = response.date() != null;
        List<CharSequence> kept = new ArrayList<>();
        for (Map.Entry<String, String> each : response.headers()) {
            String name = each.getKey().toLowerCase(Locale.ROOT);
            if (!excluded.contains(name) && (dated || !name.equals("date"))) {
                kept.add(each.getKey());
                kept.add(each.getValue());
            }
        }
        if (!dated) {
            kept.add(HttpHeaderNames.DATE);
            kept.add(HttpDates.format(response.dateSeconds()));
        }
        return readOnly(kept);
    }

    /** Names and values in turn, as headers that cannot be changed. */
    static HttpHeaders readOnly(List<CharSequence> pairs) {
        return new ReadOnlyHttpHeaders(false, pairs.toArray(CharSequence[]::new));
    }

    /**
     * The names, lower case, that are not stored of a response: also what its Connection names, what is private to one client
     * and what may not be used again without a validation (RFC 9111 sections 5.2.2.4 and 5.2.2.7). Connection may not name a field
     * that is for everybody (RFC 9110 section 7.6.1), and what the cache goes by is kept all the same.
     */
    private static Set<String> excluded(Fields response) {
        Set<String> excluded = new HashSet<>(NEVER_STORED);
        addMembers(excluded, response.field(HttpHeaderNames.CONNECTION));
        excluded.removeAll(Directives.GONE_BY_THE_CACHE);
        Directives directives = ResponsePolicy.of(response).directives();
        excluded.addAll(directives.fieldNames("no-cache"));
        excluded.addAll(directives.fieldNames("private"));
        return excluded;
    }

    private static void addMembers(Set<String> names, @Nullable String list) {
        if (list != null) {
            for (String each : list.split(",")) {
                names.add(each.strip().toLowerCase(Locale.ROOT));
            }
        }
    }
}
