package dev.freshet.server.pass;

import dev.freshet.cache.StoredHead;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import dev.freshet.decide.caching.Validation;
import dev.freshet.upstream.RequestHead;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the upstream is asked for a request. Immutable.
 *
 * @param reason why it is asked
 * @param validation what is asked about; null: nothing
 * @param mayStore whether the answer may be stored
 * @param whole whether the client's own conditions and range stay behind, so that the answer is for others too
 */
record PassQuestion(ForwardReason reason, @Nullable Validation validation, boolean mayStore, boolean whole) {
    /** For what is not in the store. */
    static PassQuestion miss(ForwardReason reason, boolean mayStore) {
        return new PassQuestion(reason, null, mayStore, false);
    }

    /** About what is in the store. */
    static PassQuestion about(Validation validation, ForwardReason reason, boolean mayStore) {
        return new PassQuestion(reason, validation, mayStore, true);
    }

    /** The same, so that the answer is for others too. */
    PassQuestion forAll() {
        return new PassQuestion(reason, validation, mayStore, true);
    }

    /** The same once more, without conditions. */
    PassQuestion unconditional() {
        return new PassQuestion(reason, null, mayStore, true);
    }

    /** Whether the answer to one request may do for another: none of them insists on asking itself. */
    boolean collapses(PassRequest asked) {
        boolean insists = reason == ForwardReason.REQUEST
                || reason == ForwardReason.BYPASS
                || asked.request().directives().noCache();
        return mayStore && asked.isGet() && !insists;
    }

    /** How the cache deals with the request that asks this. */
    CacheResult result() {
        if (validation != null) {
            return CacheResult.VALIDATION;
        }
        return reason == ForwardReason.BYPASS ? CacheResult.BYPASS : CacheResult.MISS;
    }

    /** What is told of it in the answer. */
    CacheStatus.Forwarded status() {
        return CacheStatus.Forwarded.of(reason);
    }

    /** Whether what is asked about may never be used unasked, not even when nobody answers (RFC 9111 section 5.2.2.2). */
    boolean forbidsStale() {
        StoredHead selected = validation == null ? null : validation.selected();
        return selected != null && selected.terms().mustRevalidate();
    }

    /** What is sent. */
    RequestHead head(PassRequest asked) {
        if (!whole) {
            return asked.head();
        }
        HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory()
                .newHeaders()
                .add(asked.head().headers());
        if (validation == null) {
            Validation.withoutClientsOwn(fields);
        } else {
            validation.applyTo(fields);
        }
        return asked.with(fields);
    }
}
