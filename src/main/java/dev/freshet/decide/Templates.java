package dev.freshet.decide;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the template of a path: among those with as many segments, by the literal beginning; of several the most specific,
 * and one that names the host before one for any. Immutable.
 */
final class Templates {
    private static final Comparator<Template> NAMED_HOST_FIRST =
            Comparator.comparing(each -> each.endpoint().key().host() == null);
    private static final Comparator<Template> MOST_SPECIFIC_FIRST =
            (one, other) -> one.path().compareSpecificity(other.path());

    private final List<List<Candidate>> bySegments;

    /** Immutable. */
    private record Candidate(Template template, String prefix) {}

    /**
     * What a path leads to. Immutable.
     *
     * @param resident the resource there; null: it is not kept fresh
     */
    record Found(Template template, @Nullable Endpoint resident) {}

    Templates(List<Template> templates) {
        int most = templates.stream()
                .mapToInt(each -> each.path().segments().size())
                .max()
                .orElse(-1);
        IntFunction<List<Candidate>> of = segments -> templates.stream()
                .filter(each -> each.path().segments().size() == segments)
                .sorted(NAMED_HOST_FIRST.thenComparing(MOST_SPECIFIC_FIRST))
                .map(each -> new Candidate(each, each.path().prefix()))
                .toList();
        bySegments = IntStream.rangeClosed(0, most).mapToObj(of).toList();
    }

    /** Null: there is none for {@code request}. */
    @Nullable Found find(RequestView request) {
        if (bySegments.isEmpty()) {
            return null;
        }
        String path = request.path();
        for (Candidate each : candidates(path)) {
            if (!path.startsWith(each.prefix()) || !takes(each.template().endpoint(), request)) {
                continue;
            }
            Endpoint resident = each.template().resident(path);
            if (resident != null || each.template().path().match(path) != null) {
                return new Found(each.template(), resident);
            }
        }
        return null;
    }

    private List<Candidate> candidates(String path) {
        int segments = 0;
        for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
            segments++;
        }
        return segments < bySegments.size() ? bySegments.get(segments) : List.of();
    }

    private static boolean takes(Endpoint endpoint, RequestView request) {
        String host = endpoint.key().host();
        return (host == null || host.equals(request.host())) && (endpoint.ignoresQuery() || !request.hasQuery());
    }
}
