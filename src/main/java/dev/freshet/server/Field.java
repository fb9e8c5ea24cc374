package dev.freshet.server;

/**
 * One header field of an answer. Immutable.
 *
 * @param name as HTTP/1.1 spells it; HTTP/2 sends it in lower case
 * @param value a valid field value (RFC 9110 section 5.5)
 */
record Field(String name, String value) {}
