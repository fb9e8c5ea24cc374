/** The load comparison: the front beside the direct origin, under the same load. */
@org.jspecify.annotations.NullMarked
package dev.freshet.compare;
