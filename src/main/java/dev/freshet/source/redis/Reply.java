package dev.freshet.source.redis;

import java.util.List;

/** What Redis answered to one command. Immutable, as every kind of it is: nobody writes to the bytes. */
public sealed interface Reply {
    /** A string of any bytes. Immutable. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] value) implements Reply {}

    /** A whole number. Immutable. */
    record Whole(long value) implements Reply {}

    /** A number, as RESP3 has it for scores. Immutable. */
    record Real(double value) implements Reply {}

    /** An array, a set, or the names and values of a map in turn. Immutable. */
    record Many(List<Reply> elements) implements Reply {}

    /** An error in its place, with the server's words. Immutable. */
    record Failure(String message) implements Reply {}

    /** There is nothing. Immutable. */
    enum Nil implements Reply {
        NIL
    }
}
