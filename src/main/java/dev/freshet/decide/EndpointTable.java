package dev.freshet.decide;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a request by one hash lookup, however many endpoints there are. Immutable. */
public final class EndpointTable {
    private static final Comparator<Endpoint> NAMED_HOST_FIRST =
            Comparator.comparing(each -> each.key().host() == null);

    private final List<Endpoint> endpoints;
    private final Map<String, Endpoint[]> byPath = new HashMap<>();

    /** No two endpoints may have the same host and path. */
    public EndpointTable(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        for (Endpoint each : endpoints) {
            byPath.merge(each.key().path(), new Endpoint[] {each}, EndpointTable::concatenated);
        }
        byPath.values().forEach(alternatives -> Arrays.sort(alternatives, NAMED_HOST_FIRST));
    }

    /** In the order of their index. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The endpoint a request is for, one that names the host before one for any; null where there is none. */
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
