/** Passing what is not hot to an upstream, and answering it out of the stored responses where RFC 9111 allows. */
@org.jspecify.annotations.NullMarked
package dev.freshet.server.pass;
