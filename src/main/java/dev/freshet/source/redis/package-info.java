/** Connections to Redis: reads in pipelines, their replies, and the documents made of them. */
@org.jspecify.annotations.NullMarked
package dev.freshet.source.redis;
