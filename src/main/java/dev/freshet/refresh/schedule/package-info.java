/** When a resource is refreshed: phases, ticks and waits, as functions of values and a time. */
@org.jspecify.annotations.NullMarked
package dev.freshet.refresh.schedule;
