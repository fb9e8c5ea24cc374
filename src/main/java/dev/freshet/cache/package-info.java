/** Snapshots, their representations, and the Caffeine cache that holds them. */
@org.jspecify.annotations.NullMarked
package dev.freshet.cache;
