package dev.freshet.decide;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request written down in a test. Confined to one test. */
record Requests(String method, String host, String path, boolean hasQuery, Map<String, String> fields)
        implements RequestView {

    static Requests get(String path) {
        return new Requests("GET", "localhost", path, false, Map.of());
    }

    Requests method(String other) {
        return new Requests(other, host, path, hasQuery, fields);
    }

    Requests host(String other) {
        return new Requests(method, other, path, hasQuery, fields);
    }

    Requests withQuery() {
        return new Requests(method, host, path, true, fields);
    }

    Requests with(String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return new Requests(method, host, path, hasQuery, more);
    }

    @Override
    public String target() {
        return hasQuery ? path + "?q" : path;
    }

    @Override
    public String field(CharSequence name) {
        return fields.get(name.toString().toLowerCase(Locale.ROOT));
    }
}
