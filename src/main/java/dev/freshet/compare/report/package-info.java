/** What a comparison looks like to a reader: the page with its charts, and the JSON. */
@org.jspecify.annotations.NullMarked
package dev.freshet.compare.report;
