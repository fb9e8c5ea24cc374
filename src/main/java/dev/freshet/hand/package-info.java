/** What an operator sees of the resources and does to them: the words that the admin listener and refreshing share. */
@org.jspecify.annotations.NullMarked
package dev.freshet.hand;
