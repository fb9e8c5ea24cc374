/** A fleet of Freshets: one node at a time asks the source of an endpoint, the others take from Redis what it brought. */
@org.jspecify.annotations.NullMarked
package dev.freshet.source.share;
