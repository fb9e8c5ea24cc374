package dev.freshet.demo;

import dev.freshet.observe.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the origin serves now, and what it was asked. Thread-safe: a state is immutable and swapped whole. */
final class OriginState {
    /** A page of links, for browsers. */
    static final String INDEX = "/";
    /** Answers with what the request was. */
    static final String HELLO = "/api/hello";
    /** Sends back the body it gets. */
    static final String ECHO = "/api/echo";
    /** Says the time, to be kept by caches for a few seconds. */
    static final String TIME = "/api/time";
    /** Says how often each path was asked for; not counted itself. */
    static final String REQUESTS = "/api/requests";

    private final Clock clock;
    private final RequestCounts counts;
    private volatile State state;

    private record State(Map<String, byte[]> bodies, Map<String, Document> documents) {}

    /** {@code bodies}: each document by its path; the paths stay the same from then on. */
    OriginState(Map<String, byte[]> bodies, long epochMillis, Clock clock) {
        this.clock = clock;
        this.state = stateOf(bodies, epochMillis);
        List<String> counted = new ArrayList<>(bodies.keySet());
        counted.addAll(List.of(INDEX, HELLO, ECHO, TIME));
        this.counts = new RequestCounts(counted);
    }

    /** {@code epochMillis} is when the bodies became so. */
    void swap(Map<String, byte[]> bodies, long epochMillis) {
        state = stateOf(bodies, epochMillis);
    }

    private static State stateOf(Map<String, byte[]> bodies, long epochMillis) {
        Map<String, Document> documents = new LinkedHashMap<>();
        bodies.forEach((path, body) -> documents.put(path, new Document(body, epochMillis)));
        return new State(Map.copyOf(bodies), Map.copyOf(documents));
    }

    /** Null: there is no such document. */
    @Nullable Document document(String path) {
        return state.documents().get(path);
    }

    Map<String, byte[]> bodies() {
        return state.bodies();
    }

    RequestCounts counts() {
        return counts;
    }

    Clock clock() {
        return clock;
    }
}
