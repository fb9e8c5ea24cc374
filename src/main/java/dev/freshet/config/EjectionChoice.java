package dev.freshet.config;

import org.jspecify.annotations.Nullable;

/**
 * What {@code ejection} says where it is written. Immutable.
 *
 * @param ejection null: {@code off}
 */
record EjectionChoice(UpstreamConfig.@Nullable Ejection ejection) {}
