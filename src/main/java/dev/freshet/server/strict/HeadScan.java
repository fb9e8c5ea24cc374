package dev.freshet.server.strict;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * The head of a request, byte by byte (RFC 9112 sections 2.2, 3 and 5): {@code METHOD target HTTP/1.1} with single spaces
 * and CR LF, then its fields. Before it there may be two empty lines, which old clients send behind a body. Confined to one
 * connection.
 */
final class HeadScan implements MessageScan, ByteProcessor {
    private static final int MAX_EMPTY_LINES = 2;
    private static final int MAX_METHOD_BYTES = 32;
    private static final String VERSION = "HTTP/1.1";

    private final FieldScan fields = new FieldScan();
    private Place place = Place.BEFORE;
    private int ahead;
    private int emptyLines;
    /** Bytes of the current element of the request line. */
    private int length;

    private enum Place {
        BEFORE,
        EMPTY_LINE_FEED,
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED,
        FIELDS,
        OVER
    }

    /** The next byte begins a head. */
    void restart() {
        place = Place.BEFORE;
        ahead = 0;
        emptyLines = 0;
    }

    /** Whether no byte has come, not even that of an empty line. */
    boolean isUntouched() {
        return place == Place.BEFORE && emptyLines == 0;
    }

    /** The caller keeps {@code in}. */
    @Override
    public void look(ByteBuf in) {
        int from = in.readerIndex() + ahead;
        if (place != Place.OVER && from < in.writerIndex()) {
            int last = in.forEachByte(from, in.writerIndex() - from, this);
            ahead = (last < 0 ? in.writerIndex() : last + 1) - in.readerIndex();
        }
    }

    @Override
    public void consumed(int bytes) {
        ahead = Math.max(0, ahead - bytes);
    }

    /** Looks at the next byte; false: it ends the head. */
    @Override
    public boolean process(byte value) {
        int octet = value & 0xff;
        switch (place) {
            case BEFORE -> before(octet);
            case EMPTY_LINE_FEED -> {
                expect(octet == '\n');
                place = Place.BEFORE;
            }
            case METHOD -> method(octet);
            case TARGET -> target(octet);
            case VERSION -> version(octet);
            case LINE_FEED -> {
                expect(octet == '\n');
                place = Place.FIELDS;
                fields.restart();
            }
            case FIELDS -> place = fields.ends(octet) ? Place.OVER : Place.FIELDS;
            case OVER -> {}
        }
        return place != Place.OVER;
    }

    private void before(int octet) {
        if (octet == '\r' && emptyLines < MAX_EMPTY_LINES) {
            emptyLines++;
            place = Place.EMPTY_LINE_FEED;
        } else {
            length = 0;
            place = Place.METHOD;
            method(octet);
        }
    }

    private void method(int octet) {
        if (octet == ' ' && length > 0) {
            enter(Place.TARGET);
        } else {
            expect(Octets.isToken(octet));
            if (++length > MAX_METHOD_BYTES) {
                throw new RefusedRequestException(501, "No method is so long.");
            }
        }
    }

    private void target(int octet) {
        if (octet == ' ' && length > 0) {
            enter(Place.VERSION);
        } else if (Octets.isTarget(octet)) {
            length++;
        } else if (octet == ' ' || octet == '\r') {
            expect(false);
        } else {
            throw new RefusedRequestException(400, "The request target has a character that must be percent-encoded.");
        }
    }

    /** Which version it is, is not for here to judge. */
    private void version(int octet) {
        if (length == VERSION.length()) {
            expect(octet == '\r');
            place = Place.LINE_FEED;
        } else {
            char model = VERSION.charAt(length);
            expect(model == '1' ? octet >= '0' && octet <= '9' : octet == model);
            length++;
        }
    }

    private void enter(Place next) {
        place = next;
        length = 0;
    }

    private static void expect(boolean met) {
        if (!met) {
            throw new RefusedRequestException(400, "The request line is not a method, a target and a version.");
        }
    }
}
