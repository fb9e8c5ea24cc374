package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Netty's request decoder, refusing what it would repair: a message with both Content-Length and Transfer-Encoding
 * (RFC 9112 section 6.1). The decoder alone and not HttpServerCodec: answers are written as bytes below it, and the codec
 * would keep the methods of requests whose responses it never sees. Confined to one event loop.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_CHUNK_BYTES = 16 * 1024;

    private boolean inMessage;

    StrictRequestDecoder(LimitsConfig limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestHeadBytes())
                .setMaxHeaderSize(limits.requestHeadBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        inMessage = true;
        return super.createMessage(initialLine);
    }

    /** The end of the message has been heard; called by whoever hears it. */
    void messageEnded() {
        inMessage = false;
    }

    /** Whether the next byte begins a message. */
    boolean isBetweenMessages() {
        return !inMessage && actualReadableBytes() == 0;
    }
}
