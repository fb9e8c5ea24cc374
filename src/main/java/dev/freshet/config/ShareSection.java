package dev.freshet.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code share}. Thread-safe: stateless. */
final class ShareSection {
    private static final Key<String> REDIS = Key.required(
            "redis", WordScalar.redis(), "Where the nodes of the fleet meet: the same Redis for all of them.");
    private static final Key<String> PREFIX = Key.withDefault(
            "prefix",
            FieldScalar.name(),
            "freshet",
            "How its keys and channels begin. Nodes with the same prefix are one fleet, and must agree on where each payload comes from.");

    static final Section<ShareConfig> SECTION = new Section<>(
            "share",
            "A fleet: several Freshets with the same endpoints ask each source once in an interval, all together. One node at a time fetches and the others take it from Redis the moment it is there.",
            List.of(REDIS, PREFIX),
            ShareSection::share);

    private ShareSection() {}

    private static @Nullable ShareConfig share(Values in) {
        String redis = in.find(REDIS);
        return redis == null ? null : new ShareConfig(redis, in.get(PREFIX));
    }
}
