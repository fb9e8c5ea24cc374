/** The admin listener: health and metrics. */
@org.jspecify.annotations.NullMarked
package dev.freshet.admin;
