/** The embedded origin with live election data. */
@org.jspecify.annotations.NullMarked
package dev.freshet.demo;
