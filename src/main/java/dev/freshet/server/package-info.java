/** Listeners, the pipeline, HTTP/1.1 and HTTP/2, and performing a verdict. */
@org.jspecify.annotations.NullMarked
package dev.freshet.server;
