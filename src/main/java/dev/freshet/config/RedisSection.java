package dev.freshet.config;

import dev.freshet.config.NamedSections.ByName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code redis.*}. Thread-safe: stateless. */
final class RedisSection {
    private static final Key<String> URI = Key.required(
            "uri",
            UriScalar.redis(),
            "`redis://`, `rediss://` (TLS) or `redis-sentinel://`, with user and password before the host where needed. "
                    + "Never shown in messages and logs.");

    static final Section<ByName<RedisConfig>> SECTION =
            new Section<>("redis.*", "A named Redis.", List.of(URI), RedisSection::redis);

    private RedisSection() {}

    private static @Nullable ByName<RedisConfig> redis(Values in) {
        String uri = in.find(URI);
        return uri == null ? null : name -> new RedisConfig(name, uri);
    }
}
