/** Installed load generators as engines: wrk and h2load. */
@org.jspecify.annotations.NullMarked
package dev.freshet.compare.external;
