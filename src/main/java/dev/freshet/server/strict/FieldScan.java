package dev.freshet.server.strict;

/**
 * The lines of a field section, header or trailers (RFC 9112 sections 2.2 and 5): a token, a colon at once, a value without
 * control characters, CR LF. Nothing is folded, no line ends with a lone CR or LF. Confined to one connection.
 */
final class FieldScan {
    private static final int MAX_FIELDS = 100;

    private Place place = Place.LINE_START;
    private int fields;

    private enum Place {
        LINE_START,
        NAME,
        VALUE,
        LINE_FEED,
        LAST_LINE_FEED
    }

    /** The next byte begins a section. */
    void restart() {
        place = Place.LINE_START;
        fields = 0;
    }

    /** Looks at the next byte, 0..255; whether it ends the section. */
    boolean ends(int octet) {
        switch (place) {
            case LINE_START -> begin(octet);
            case NAME -> name(octet);
            case VALUE -> value(octet);
            case LINE_FEED, LAST_LINE_FEED -> {
                if (octet != '\n') {
                    throw malformed("A line of the request ends with a CR alone.");
                }
                boolean last = place == Place.LAST_LINE_FEED;
                place = Place.LINE_START;
                return last;
            }
        }
        return false;
    }

    private void begin(int octet) {
        if (octet == '\r') {
            place = Place.LAST_LINE_FEED;
        } else if (Octets.isBlank(octet)) {
            throw malformed("A field must not be folded over several lines.");
        } else if (!Octets.isToken(octet)) {
            throw malformed("The name of a field must be a token.");
        } else if (++fields > MAX_FIELDS) {
            throw new RefusedRequestException(431, "A request may have at most " + MAX_FIELDS + " fields.");
        } else {
            place = Place.NAME;
        }
    }

    private void name(int octet) {
        if (octet == ':') {
            place = Place.VALUE;
        } else if (!Octets.isToken(octet)) {
            throw malformed("The name of a field must be a token, with a colon right behind it.");
        }
    }

    private void value(int octet) {
        if (octet == '\r') {
            place = Place.LINE_FEED;
        } else if (!Octets.isFieldValue(octet)) {
            throw malformed("The value of a field has a control character.");
        }
    }

    private static RefusedRequestException malformed(String detail) {
        return new RefusedRequestException(400, detail);
    }
}
