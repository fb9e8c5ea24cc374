/** Metrics, faults, and the one clock. */
@org.jspecify.annotations.NullMarked
package dev.freshet.observe;
