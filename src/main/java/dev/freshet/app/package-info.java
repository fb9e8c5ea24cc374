/** The composition root: from a configuration to a running server. */
@org.jspecify.annotations.NullMarked
package dev.freshet.app;
