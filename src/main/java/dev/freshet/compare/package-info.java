/** The load comparison of the front with the direct origin. */
@org.jspecify.annotations.NullMarked
package dev.freshet.compare;
