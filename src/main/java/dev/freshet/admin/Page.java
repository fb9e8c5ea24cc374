package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One resource of the admin listener, or all of those whose paths begin alike. Implementations do not block and are confined
 * to the admin event loop.
 */
interface Page {

    /** For the index: what one finds here, in a few words. */
    String summary();

    /** The methods it answers. */
    default List<HttpMethod> methods() {
        return List.of(HttpMethod.GET, HttpMethod.HEAD);
    }

    /** The answer to a request that only looks. The caller releases the request. */
    Reply answer(FullHttpRequest request);

    /** Whether a request with {@code method} changes something, so that not everybody may send it. */
    default boolean acts(HttpMethod method) {
        return !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }

    /**
     * Does what a request that acts asks for. The caller releases the request when this returns; the future may complete
     * later, on any thread.
     */
    default CompletableFuture<Performed> perform(FullHttpRequest request) {
        return CompletableFuture.completedFuture(new Performed(answer(request), "done"));
    }

    /** The largest content that the request which begins with {@code head} may have; {@code standard}: elsewhere. */
    default long mostBytes(HttpRequest head, long standard) {
        return standard;
    }
}
