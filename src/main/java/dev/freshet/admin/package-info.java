/** The admin listener, on its own port and event loop: health and metrics, a page each, found by {@code Routes}. */
@org.jspecify.annotations.NullMarked
package dev.freshet.admin;
