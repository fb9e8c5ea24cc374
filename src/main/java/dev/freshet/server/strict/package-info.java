/** Reading requests as RFC 9112 and RFC 9113 say, and refusing what they refuse: what is passed on must have one meaning. */
@org.jspecify.annotations.NullMarked
package dev.freshet.server.strict;
