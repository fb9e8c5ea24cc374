/** Where payloads come from: an upstream, Redis, a file, and a fallback behind any of them. */
@org.jspecify.annotations.NullMarked
package dev.freshet.source;
