/** The configuration: immutable records, the YAML reader, every problem at once with its place. */
@org.jspecify.annotations.NullMarked
package dev.freshet.config;
