/** The schedule, one state per resource, and the gate. */
@org.jspecify.annotations.NullMarked
package dev.freshet.refresh;
