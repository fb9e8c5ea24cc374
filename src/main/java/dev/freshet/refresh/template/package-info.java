/** The resources of templates: how they begin, who of them stays, and when they leave. */
@NullMarked
package dev.freshet.refresh.template;

import org.jspecify.annotations.NullMarked;
