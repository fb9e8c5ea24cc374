package dev.freshet.tls;

import dev.freshet.config.Protocol;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a listener offers by ALPN, and whether a ClientHello has anything in common with it. BoringSSL as Netty drives it
 * can only go on without a protocol there, where RFC 7301 section 3.2 wants the handshake ended, so it is decided here,
 * before BoringSSL sees the ClientHello. Immutable.
 */
final class AlpnOffer {
    private static final int EXTENSION = 16;
    private static final int VERSION_AND_RANDOM = 2 + 32;

    private final List<Protocol> protocols;
    private final List<byte[]> names;

    /** {@code protocols} in order of preference. */
    AlpnOffer(List<Protocol> protocols) {
        this.protocols = List.copyOf(protocols);
        this.names = protocols.stream()
                .map(each -> each.alpn().getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    /** The protocols' ALPN names, in order of preference. */
    List<String> alpnNames() {
        return protocols.stream().map(Protocol::alpn).toList();
    }

    /**
     * Whether the client may go on: it names one of the offered protocols, or has no ALPN and HTTP/1.1 is offered. Reads
     * without moving indices; the caller keeps and releases the buffer.
     *
     * @param hello the body of a ClientHello (RFC 8446 section 4.1.2), from its version on
     * @throws IndexOutOfBoundsException when it is cut short
     */
    boolean acceptable(ByteBuf hello) {
        int at = hello.readerIndex() + VERSION_AND_RANDOM;
        at += 1 + hello.getUnsignedByte(at);
        at += 2 + hello.getUnsignedShort(at);
        at += 1 + hello.getUnsignedByte(at);
        if (at >= hello.writerIndex()) {
            return withoutAlpn();
        }
        int end = at + 2 + hello.getUnsignedShort(at);
        at += 2;
        while (at + 4 <= end) {
            int length = hello.getUnsignedShort(at + 2);
            if (hello.getUnsignedShort(at) == EXTENSION) {
                return anyOf(hello, at + 6, at + 4 + length);
            }
            at += 4 + length;
        }
        return withoutAlpn();
    }

    private boolean withoutAlpn() {
        return protocols.contains(Protocol.HTTP_1_1);
    }

    /** Whether the list of names, each after its length in one byte, has one of ours. */
    private boolean anyOf(ByteBuf hello, int from, int end) {
        for (int at = from; at < end; at += 1 + hello.getUnsignedByte(at)) {
            for (byte[] name : names) {
                if (same(hello, at, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean same(ByteBuf hello, int at, byte[] name) {
        if (hello.getUnsignedByte(at) != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (hello.getByte(at + 1 + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
