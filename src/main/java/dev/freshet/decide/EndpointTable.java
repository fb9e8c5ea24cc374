package dev.freshet.decide;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request: an exact path by one hash lookup, however many there are, and what is none of those among
 * the templates. Immutable.
 */
public final class EndpointTable {
    private static final Comparator<Endpoint> NAMED_HOST_FIRST =
            Comparator.comparing(each -> each.key().host() == null);

    private final List<Endpoint> endpoints;
    private final Map<String, Endpoint[]> byPath = new HashMap<>();
    private final Templates templates;

    /** Without templates. */
    public EndpointTable(List<Endpoint> endpoints) {
        this(endpoints, List.of());
    }

    /** No two endpoints may have the same host and path. */
    public EndpointTable(List<Endpoint> endpoints, List<Template> templates) {
        this.endpoints = List.copyOf(endpoints);
        this.templates = new Templates(templates);
        for (Endpoint each : endpoints) {
            byPath.merge(each.key().path(), new Endpoint[] {each}, EndpointTable::concatenated);
        }
        byPath.values().forEach(alternatives -> Arrays.sort(alternatives, NAMED_HOST_FIRST));
    }

    /** In the order of their index. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The template a request is for that {@link #find} finds nothing for; null where there is none. */
    Templates.@Nullable Found findTemplate(RequestView request) {
        return templates.find(request);
    }

    /** The exact endpoint a request is for, one that names the host before one for any; null where there is none. */
    public @Nullable Endpoint find(RequestView request) {
        Endpoint[] alternatives = byPath.get(request.path());
        if (alternatives == null) {
            return null;
        }
        for (Endpoint each : alternatives) {
            String host = each.key().host();
            if ((host == null || host.equals(request.host())) && (each.ignoresQuery() || !request.hasQuery())) {
                return each;
            }
        }
        return null;
    }

    private static Endpoint[] concatenated(Endpoint[] some, Endpoint[] more) {
        Endpoint[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
