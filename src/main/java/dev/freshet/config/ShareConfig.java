package dev.freshet.config;

/**
 * How several Freshets share what one of them fetches. Immutable.
 *
 * @param redis a name under {@code redis}: the same server for all of them
 * @param prefix of the keys and channels there; who has the same one belongs to the fleet
 */
public record ShareConfig(String redis, String prefix) {}
