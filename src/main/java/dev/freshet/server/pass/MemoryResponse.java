package dev.freshet.server.pass;

import dev.freshet.upstream.ResponseHead;

/**
 * A whole response in memory. Immutable, but for the fields of the head, which nobody changes.
 *
 * @param body what is sent of it: nothing for HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MemoryResponse(ResponseHead head, byte[] body) {}
