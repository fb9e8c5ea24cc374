/**
 * Structured Field Values for HTTP (RFC 9651): the strict parser of a Dictionary, and what it is made of. Own code, because
 * the one published library for the JVM stops at RFC 8941 and refuses a field that holds a Date or a Display String.
 */
@org.jspecify.annotations.NullMarked
package dev.freshet.decide.structured;
