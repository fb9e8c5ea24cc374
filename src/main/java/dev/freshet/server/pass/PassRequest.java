package dev.freshet.server.pass;

import dev.freshet.cache.CollapseKey;
import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredKey;
import dev.freshet.cache.StoredResponse;
import dev.freshet.cache.Variant;
import dev.freshet.decide.caching.CacheRequest;
import dev.freshet.decide.caching.Fields;
import dev.freshet.decide.caching.Validation;
import dev.freshet.decide.caching.Variants;
import dev.freshet.upstream.RequestHead;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A passed request as the upstream gets it and as the cache sees it. The cache goes by the fields that are forwarded: were it
 * to go by what a client says and Connection takes away, a response would be stored for requests that it does not answer.
 * Confined to one event loop (the fields are mutable; nobody changes them).
 */
record PassRequest(RequestHead head, StoredKey key, CacheRequest request) {
    /** Fields of a request, in lower case, that no answer for all depends on unless its Vary says so. */
    private static final List<String> PERSONAL = List.of("cookie", "referer", "cache-control", "pragma");

    /** {@code secure}: whether it came over TLS, which makes the scheme of its target URI. */
    static PassRequest of(RequestHead head, boolean secure) {
        StoredKey key = StoredKey.of(secure ? "https" : "http", head.authority(), head.target());
        return new PassRequest(head, key, request(head));
    }

    /** The same as a GET, which is what is asked in the background. */
    PassRequest asGet() {
        RequestHead get = new RequestHead(HttpMethod.GET, head.target(), head.authority(), head.headers(), 0);
        return new PassRequest(get, key, request(get));
    }

    /**
     * The same as a GET that is nobody's: without what says who asked or what he will put up with, but for the fields that
     * {@code stored} varies on.
     */
    PassRequest forRefreshing(List<StoredResponse> stored) {
        HttpHeaders fields =
                DefaultHttpHeadersFactory.headersFactory().newHeaders().add(head.headers());
        Set<String> varied = stored.stream()
                .flatMap(each -> each.head().variant().names().stream())
                .collect(Collectors.toSet());
        PERSONAL.stream().filter(each -> !varied.contains(each)).forEach(fields::remove);
        Validation.withoutClientsOwn(fields);
        RequestHead get = new RequestHead(HttpMethod.GET, head.target(), head.authority(), fields, 0);
        return new PassRequest(get, key, request(get));
    }

    /** The head to send with other fields. */
    RequestHead with(HttpHeaders fields) {
        return new RequestHead(head.method(), head.target(), head.authority(), fields, head.bodyBytes());
    }

    boolean isGet() {
        return head.method().equals(HttpMethod.GET);
    }

    /** Whether what answers it may be for one client only (RFC 9111 section 3.5). */
    boolean hasCredentials() {
        return head.headers().contains(HttpHeaderNames.AUTHORIZATION);
    }

    /** Whether it wants a part of the representation only. */
    boolean hasRange() {
        return head.headers().contains(HttpHeaderNames.RANGE);
    }

    /** Which requests it may wait for, {@code stored} being what its target URI has in store. */
    CollapseKey collapseKey(List<StoredResponse> stored) {
        Variant known =
                stored.isEmpty() ? Variant.ONLY : variant(stored.getLast().head());
        return new CollapseKey(key, known == null ? Variant.ONLY : known, hasCredentials());
    }

    /** What this request has in the fields that {@code stored} varies on. */
    private @Nullable Variant variant(StoredHead stored) {
        String vary = String.join(",", stored.variant().names());
        Fields response = name -> HttpHeaderNames.VARY.contentEqualsIgnoreCase(name) ? vary : null;
        return Variants.of(request.fields(), response);
    }

    private static CacheRequest request(RequestHead head) {
        return CacheRequest.of(head.method().name(), Fields.of(head.headers()), head.bodyBytes() != 0);
    }
}
