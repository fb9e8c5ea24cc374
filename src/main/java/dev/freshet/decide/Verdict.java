package dev.freshet.decide;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.AutoHotConfig;
import org.jspecify.annotations.Nullable;

/** What to do with one request, decided without any I/O. Immutable, as every kind of it is. */
public sealed interface Verdict {

    /**
     * Answer 200 from the snapshot. Immutable.
     *
     * @param representation one of the snapshot's
     * @param variant which cross-origin variant of the answer
     */
    record Hit(Endpoint endpoint, Snapshot snapshot, Representation representation, int variant) implements Verdict {}

    /**
     * Answer 304: the client has a representation of this snapshot (RFC 9110 section 15.4.5). Immutable.
     *
     * @param representation the one the client has
     * @param variant which cross-origin variant of the answer
     */
    record NotModified(Endpoint endpoint, Snapshot snapshot, Representation representation, int variant)
            implements Verdict {}

    /**
     * Answer with what a first fetch brings: the resource of a template at {@code path} is not kept fresh. Immutable.
     *
     * @param variant which cross-origin variant of the answer
     */
    record First(Template template, String path, int variant) implements Verdict {}

    /** Answer 503: there is no snapshot, or none young enough. Immutable. */
    record Unavailable(Endpoint endpoint, int variant) implements Verdict {}

    /**
     * Answer a CORS preflight with 204. Immutable.
     *
     * @param allowedOrigin the value of Access-Control-Allow-Origin; null: the origin may not read
     * @param allowedHeaders the value of Access-Control-Allow-Headers; null: none were asked for
     */
    record Preflight(
            Endpoint endpoint,
            @Nullable String allowedOrigin,
            @Nullable String allowedHeaders) implements Verdict {}

    /** Answer 405: the path is an endpoint's, the method is not, and no rule of the pass is for it. Immutable. */
    record MethodNotAllowed(Endpoint endpoint) implements Verdict {}

    /**
     * Send it on. Immutable.
     *
     * @param upstream a name of the configuration
     * @param autoHot when what is passed there is refreshed; null: never
     */
    record Pass(String upstream, @Nullable AutoHotConfig autoHot) implements Verdict {
        /** To where nothing is refreshed. */
        public Pass(String upstream) {
            this(upstream, null);
        }
    }

    /** Answer 404: it is no endpoint, and no rule of the pass is for it. Immutable. */
    record NotFound() implements Verdict {}

    /** Answer 400: what its path leads to depends on who reads it. Immutable. */
    record Ambiguous() implements Verdict {}
}
