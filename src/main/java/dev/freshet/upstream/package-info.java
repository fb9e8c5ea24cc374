/** Groups of HTTP servers: connections pooled per event loop, one exchange with back-pressure. */
@org.jspecify.annotations.NullMarked
package dev.freshet.upstream;
