/** TLS contexts, certificates and their checks, session tickets, and the development CA. */
@org.jspecify.annotations.NullMarked
package dev.freshet.tls;
