package dev.freshet.config;

import java.time.Duration;

/**
 * What an endpoint with variables in its path has beyond others. Immutable.
 *
 * @param path with its variables
 * @param maxResources how many are kept fresh at most, 1..100000
 * @param idleAfter how long one that nobody asks for is kept fresh
 * @param missingFor how long it is remembered that the source has nothing for a path
 * @param firstFetches how many paths may be asked of the source for the first time; its count is also how many at once
 */
public record TemplateConfig(
        PathTemplate path, int maxResources, Duration idleAfter, Duration missingFor, Rate firstFetches) {}
