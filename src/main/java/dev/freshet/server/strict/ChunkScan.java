package dev.freshet.server.strict;

import io.netty.buffer.ByteBuf;

/**
 * The framing of a chunked body (RFC 9112 section 7.1): sizes in hexadecimal, extensions of a bounded length, CR LF behind
 * each line and each chunk, and trailers under the rules of a head. The data is stepped over. Confined to one connection.
 */
final class ChunkScan implements MessageScan {
    /** More digits are nothing but zeros, or a number nobody can mean. */
    private static final int MAX_SIZE_DIGITS = 16;
    /** Extensions are read by nobody; they must not cost more than the data they stand before. */
    private static final int MAX_EXTENSION_BYTES = 256;

    private final FieldScan trailers = new FieldScan();
    private Place place = Place.SIZE;
    private int ahead;
    /** Of the current chunk, what is still to come. */
    private long dataBytes;
    /** Digits of the size, then bytes of the extensions. */
    private int length;

    private enum Place {
        SIZE,
        EXTENSION,
        SIZE_LINE_FEED,
        DATA,
        DATA_RETURN,
        DATA_LINE_FEED,
        TRAILERS,
        OVER
    }

    /** The next byte begins a body. */
    void restart() {
        ahead = 0;
        enterSize();
    }

    /** The caller keeps {@code in}. */
    @Override
    public void look(ByteBuf in) {
        int at = in.readerIndex() + ahead;
        int end = in.writerIndex();
        while (at < end && place != Place.OVER) {
            if (place == Place.DATA) {
                int data = (int) Math.min(dataBytes, end - at);
                dataBytes -= data;
                at += data;
                place = dataBytes == 0 ? Place.DATA_RETURN : Place.DATA;
            } else {
                accept(in.getUnsignedByte(at++));
            }
        }
        ahead = at - in.readerIndex();
    }

    @Override
    public void consumed(int bytes) {
        ahead = Math.max(0, ahead - bytes);
    }

    private void accept(int octet) {
        switch (place) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LINE_FEED -> {
                expect(octet == '\n');
                trailers.restart();
                place = dataBytes == 0 ? Place.TRAILERS : Place.DATA;
            }
            case DATA_RETURN -> {
                expect(octet == '\r');
                place = Place.DATA_LINE_FEED;
            }
            case DATA_LINE_FEED -> {
                expect(octet == '\n');
                enterSize();
            }
            case TRAILERS -> place = trailers.ends(octet) ? Place.OVER : Place.TRAILERS;
            case DATA, OVER -> {}
        }
    }

    private void size(int octet) {
        int digit = Character.digit(octet, 16);
        if (octet < 0x80 && digit >= 0) {
            dataBytes = dataBytes * 16 + digit;
            expect(++length <= MAX_SIZE_DIGITS && dataBytes <= Integer.MAX_VALUE);
            return;
        }
        expect(length > 0 && (octet == '\r' || octet == ';' || Octets.isBlank(octet)));
        length = 0;
        place = octet == '\r' ? Place.SIZE_LINE_FEED : Place.EXTENSION;
    }

    private void extension(int octet) {
        if (octet == '\r') {
            place = Place.SIZE_LINE_FEED;
        } else {
            expect(Octets.isFieldValue(octet) && ++length <= MAX_EXTENSION_BYTES);
        }
    }

    private void enterSize() {
        place = Place.SIZE;
        dataBytes = 0;
        length = 0;
    }

    private static void expect(boolean met) {
        if (!met) {
            throw new RefusedRequestException(400, "The chunks of the request are malformed.");
        }
    }
}
