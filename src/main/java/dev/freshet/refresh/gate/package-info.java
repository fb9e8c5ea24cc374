/** What a payload must satisfy before it is published. */
@org.jspecify.annotations.NullMarked
package dev.freshet.refresh.gate;
