package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/**
 * One resource of the admin listener. Implementations do not block and are confined to the admin
 * event loop.
 */
interface Page {

    /** For the index: what one finds here, in a few words. */
    String summary();

    /** The methods it answers. */
    default List<HttpMethod> methods() {
        return List.of(HttpMethod.GET, HttpMethod.HEAD);
    }

    /** The answer to a request with one of its methods. The caller releases the request. */
    Reply answer(FullHttpRequest request);
}
