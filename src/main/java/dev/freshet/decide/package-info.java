/** Decisions about requests as pure functions of values and a time: the verdict, content negotiation, conditions, CORS. */
@org.jspecify.annotations.NullMarked
package dev.freshet.decide;
