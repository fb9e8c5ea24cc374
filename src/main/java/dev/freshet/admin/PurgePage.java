package dev.freshet.admin;

import dev.freshet.admin.Purging.Purged;
import dev.freshet.cache.PurgeScope;
import dev.freshet.cache.StoredKey;
import dev.freshet.decide.Authority;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Purges by URL, by prefix or by tag, in the query of a POST. Immutable; what it purges is thread-safe.
 */
final class PurgePage implements Page {
    private static final String EXPECTED =
            "one of url, prefix (http or https, with host and path) and tag, and perhaps mode=soft or mode=hard";

    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#@ ]+)((?:[/?][!-~&&[^#]]*)?)");
    private static final Pattern TAG = Pattern.compile("[!-~&&[^,]]+");

    private final Purging purging;

    PurgePage(Purging purging) {
        this.purging = purging;
    }

    @Override
    public String summary() {
        return "POST: forgets what is stored, by ?url=, ?prefix= or ?tag=, with &mode=soft makes it stale";
    }

    @Override
    public List<HttpMethod> methods() {
        return List.of(HttpMethod.POST);
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        return purge(request).reply();
    }

    @Override
    public CompletableFuture<Performed> perform(FullHttpRequest request) {
        return CompletableFuture.completedFuture(purge(request));
    }

    private Performed purge(FullHttpRequest request) {
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder(request.uri()).parameters();
        } catch (IllegalArgumentException e) {
            return Performed.refused(Reply.problem(HttpResponseStatus.BAD_REQUEST, "The query is not well-formed."));
        }
        List<String> modes = query.getOrDefault("mode", List.of("hard"));
        String mode = modes.size() == 1 ? modes.getFirst() : "";
        PurgeScope scope = scope(query);
        if (scope == null || !(mode.equals("soft") || mode.equals("hard"))) {
            return Performed.refused(Reply.problem(
                    HttpResponseStatus.BAD_REQUEST,
                    "The query does not say what to purge (expected: " + EXPECTED + ")."));
        }
        Purged purged = purging.purge(scope, mode.equals("soft"));
        byte[] body = Json.object(json -> {
            json.writeNumberProperty("responses", purged.responses());
            json.writeNumberProperty("resources", purged.resources());
        });
        return new Performed(
                new Reply(HttpResponseStatus.OK, "application/json", body, Map.of()),
                "purged " + shown(query) + " responses=" + purged.responses() + " resources=" + purged.resources());
    }

    /** What was purged, for the audit log. */
    private static String shown(Map<String, List<String>> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + '=' + Audit.word(each.getValue().getFirst()))
                .collect(Collectors.joining(" "));
    }

    /** Null: the query names none, more than one, or something else. */
    private static @Nullable PurgeScope scope(Map<String, List<String>> query) {
        List<Map.Entry<String, List<String>>> named = query.entrySet().stream()
                .filter(each -> !each.getKey().equals("mode"))
                .toList();
        if (named.size() != 1 || named.getFirst().getValue().size() != 1) {
            return null;
        }
        String value = named.getFirst().getValue().getFirst();
        StoredKey key = key(value);
        return switch (named.getFirst().getKey()) {
            case "url" -> key == null ? null : new PurgeScope.Url(key);
            case "prefix" -> key == null ? null : new PurgeScope.Prefix(key);
            case "tag" -> TAG.matcher(value).matches() ? new PurgeScope.Tag(value) : null;
            default -> null;
        };
    }

    /** By its parts alone: what browsers send raw in a path or a query is stored as it came, and must be found again. */
    private static @Nullable StoredKey key(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches() || !Authority.isValid(parts.group(2))) {
            return null;
        }
        String target = parts.group(3);
        return StoredKey.of(parts.group(1), parts.group(2), target.startsWith("/") ? target : "/" + target);
    }
}
