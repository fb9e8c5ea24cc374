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

    private static final Key<Boolean> CLUSTER = Key.withDefault(
            "cluster",
            FlagScalar.flag(),
            "false",
            "Whether it is a Redis Cluster; `uri` then names some of its nodes, `redis://a:7000,b:7000`, any of which tells of the others.");

    static final Section<ByName<RedisConfig>> SECTION =
            new Section<>("redis.*", "A named Redis.", List.of(URI, CLUSTER), RedisSection::redis);

    private RedisSection() {}

    private static @Nullable ByName<RedisConfig> redis(Values in) {
        String uri = in.find(URI);
        if (uri == null) {
            return null;
        }
        boolean cluster = in.get(CLUSTER);
        check(uri, cluster, in);
        return name -> new RedisConfig(name, uri, cluster);
    }

    /** Told at the flag, not at the URI, which no message shows. */
    private static void check(String uri, boolean cluster, Values in) {
        if (UriScalar.isSentinel(uri)) {
            if (cluster) {
                in.refuse(CLUSTER, "false with redis-sentinel");
            }
        } else if (cluster && UriScalar.namesDatabase(uri)) {
            in.refuse(CLUSTER, "false with a database in uri; a cluster has none");
        } else if (!cluster && UriScalar.namesSeveral(uri)) {
            in.refuse(CLUSTER, "true, or one server in uri");
        }
    }
}
