package dev.freshet.decide.structured;

import java.math.BigDecimal;

/** The value of an item or a parameter (RFC 9651 sections 3.3.1 to 3.3.8). Immutable, as every kind of it is. */
public sealed interface BareItem {
    /** An Integer of at most 15 digits. Immutable. */
    record Whole(long value) implements BareItem {}

    /** A Decimal: at most twelve digits before the point and three after. Immutable. */
    record Decimal(BigDecimal value) implements BareItem {}

    /** A String: printable ASCII, unescaped. Immutable. */
    record Text(String value) implements BareItem {}

    /** A Token. Immutable. */
    record Token(String value) implements BareItem {}

    /** A Byte Sequence, as the base64 it was sent as; whether that decodes has been checked. Immutable. */
    record Bytes(String base64) implements BareItem {}

    /** A Boolean. Immutable. */
    record Flag(boolean value) implements BareItem {}

    /** A Date. Immutable. */
    record Moment(long epochSeconds) implements BareItem {}

    /** A Display String: any Unicode text. Immutable. */
    record DisplayText(String value) implements BareItem {}
}
