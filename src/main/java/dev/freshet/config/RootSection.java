package dev.freshet.config;

import dev.freshet.config.EndpointSection.UnderCors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The document itself. Thread-safe: stateless. */
final class RootSection {
    private static final Pattern TOKEN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final Key<Address> ADMIN_ADDRESS = Key.withDefault(
            "address",
            AddressScalar.address(),
            "127.0.0.1:9900",
            "Where health, metrics and the operator's pages are served, in plain HTTP. Not for a public address.");
    private static final Key<Map<String, String>> ADMIN_TOKENS = Key.optional(
            "tokens",
            new MapOf<>("names", TokenScalar.digest(), 100),
            "none: whoever is on a loopback address may act",
            "Who may act on resources: names of your choice, which the audit log tells, and for each a file with a token. A request brings it as `Authorization: Bearer TOKEN`. Looking needs none.");
    private static final Section<AdminConfig> ADMIN_SECTION =
            new Section<>("admin", "The admin listener.", List.of(ADMIN_ADDRESS, ADMIN_TOKENS), RootSection::admin);

    private static final Key<Long> CACHE_SIZE = Key.withDefault(
            "size", SizeScalar.between("1MiB", "1024GiB"), "256MiB", "The most it holds, heads included.");
    private static final Key<Long> CACHE_MAX_OBJECT = Key.withDefault(
            "max-object",
            SizeScalar.between("1KiB", "1GiB"),
            "1MiB",
            "The longest body of a passed response that is stored; a longer one is passed on and not kept.");
    private static final Key<Duration> CACHE_STALE_IF_ERROR = Key.withDefault(
            "stale-if-error",
            DurationScalar.between("0s", "24h"),
            "60s",
            "How long beyond its lifetime a stored response may stand in for an upstream that fails, where its own "
                    + "`stale-if-error` does not say and nothing like `must-revalidate` forbids it.");
    private static final Key<Boolean> CACHE_STATUS_KEY = Key.withDefault(
            "status-key",
            FlagScalar.flag(),
            "false",
            "Whether `Cache-Status` tells the key that a request was looked up by (RFC 9211), of endpoints too.");
    private static final Section<CacheConfig> CACHE_SECTION = new Section<>(
            "cache",
            "The cache of passed responses (RFC 9111). Endpoints are no part of it: they are pinned, whatever they weigh.",
            List.of(CACHE_SIZE, CACHE_MAX_OBJECT, CACHE_STALE_IF_ERROR, CACHE_STATUS_KEY),
            in -> new CacheConfig(
                    in.get(CACHE_SIZE),
                    in.get(CACHE_MAX_OBJECT),
                    in.get(CACHE_STALE_IF_ERROR),
                    in.get(CACHE_STATUS_KEY)));

    private static final Key<List<ListenerConfig>> LISTENERS = Key.required(
            "listeners",
            new ListOf<>("listeners", ListenerSection.SECTION, 1, 64),
            "The sockets that clients connect to.");
    private static final Key<AdminConfig> ADMIN = Key.section("admin", ADMIN_SECTION, "The admin listener.");
    private static final Key<Map<String, UpstreamConfig>> UPSTREAMS = Key.optional(
            "upstreams",
            new NamedSections<>(UpstreamSection.SECTION, 1000),
            "none",
            "Groups of HTTP servers, by names of your choice, for sources and for the pass.");
    private static final Key<Map<String, RedisConfig>> REDIS = Key.optional(
            "redis",
            new NamedSections<>(RedisSection.SECTION, 1000),
            "none",
            "Redis servers, by names of your choice, for sources.");
    private static final Key<List<UnderCors>> ENDPOINTS = Key.optional(
            "endpoints",
            new ListOf<>("endpoints", EndpointSection.SECTION, 0, 10_000),
            "none",
            "The hot paths, kept fresh in memory. No two may have the same host and path.");
    private static final Key<List<PassConfig.Rule>> PASS =
            Key.optional("pass", PassSection.RULES, "404", "Where requests go that are for no endpoint.");
    private static final Key<CorsChoice> CORS = Key.optional(
            "cors",
            CorsSection.CHOICE,
            "`off`",
            "Cross-origin sharing of every endpoint that does not choose for itself.");
    private static final Key<CacheConfig> CACHE =
            Key.section("cache", CACHE_SECTION, "The cache of what no endpoint pins.");
    private static final Key<LimitsConfig> LIMITS =
            Key.section("limits", LimitsSection.SECTION, "Bounds on what clients may take.");
    private static final Key<Path> STATE = Key.optional(
            "state",
            FolderScalar.writable(),
            "nothing is kept",
            "Where the last good payload of every endpoint is kept, so that a restart serves it at once, as old as it is and within `max-stale`, while the first fetch runs.");
    private static final Key<ShareConfig> SHARE = Key.optional(
            "share",
            ShareSection.SECTION,
            "every process fetches for itself",
            "Has several Freshets fetch together, through one Redis.");
    private static final Key<Duration> START_DEADLINE = Key.withDefault(
            "start-deadline",
            DurationScalar.between("0s", "10m"),
            "10s",
            "How long the listeners may wait at the start until every exact endpoint has been fetched once, or has failed to be.");
    private static final Key<Duration> STOP_DEADLINE = Key.withDefault(
            "stop-deadline",
            DurationScalar.between("0s", "10m"),
            "10s",
            "How long a graceful stop waits for responses that are under way.");

    static final Section<Configuration> SECTION = new Section<>(
            "",
            "The keys of the document itself.",
            List.of(
                    LISTENERS,
                    ADMIN,
                    UPSTREAMS,
                    REDIS,
                    ENDPOINTS,
                    PASS,
                    CORS,
                    CACHE,
                    LIMITS,
                    STATE,
                    SHARE,
                    START_DEADLINE,
                    STOP_DEADLINE),
            RootSection::configuration);

    private RootSection() {}

    private static @Nullable Configuration configuration(Values in) {
        if (!in.has(ADMIN)) {
            in.reading().claims().address(in.get(ADMIN).address(), Place.FILE, "admin");
        }
        if (!in.has(ENDPOINTS) && !in.has(PASS)) {
            in.refuseSection("endpoints, pass or both");
        }
        List<ListenerConfig> listeners = in.find(LISTENERS);
        if (listeners == null) {
            return null;
        }
        List<EndpointConfig> endpoints = endpoints(in);
        return new Configuration(
                in.reading().file(),
                listeners,
                in.get(ADMIN),
                byName(in.find(UPSTREAMS)),
                byName(in.find(REDIS)),
                endpoints,
                pass(in),
                in.get(CACHE),
                in.get(LIMITS),
                in.find(STATE),
                share(in, endpoints),
                in.get(START_DEADLINE),
                in.get(STOP_DEADLINE));
    }

    private static List<EndpointConfig> endpoints(Values in) {
        List<UnderCors> endpoints = in.find(ENDPOINTS);
        if (endpoints == null) {
            return List.of();
        }
        CorsChoice cors = in.find(CORS);
        CorsConfig inherited = cors == null ? null : cors.config();
        return endpoints.stream().map(endpoint -> endpoint.under(inherited)).toList();
    }

    private static @Nullable ShareConfig share(Values in, List<EndpointConfig> endpoints) {
        boolean any = endpoints.stream().anyMatch(EndpointConfig::shares);
        if (in.has(SHARE) && in.isSound(ENDPOINTS) && !any) {
            in.reading()
                    .problems()
                    .add(
                            in.place(SHARE),
                            "nothing to share (expected: an endpoint from an upstream or a file, in no group)");
        }
        return in.find(SHARE);
    }

    private static <T> Map<String, T> byName(@Nullable Map<String, T> sections) {
        return sections == null ? Map.of() : new LinkedHashMap<>(sections);
    }

    private static AdminConfig admin(Values in) {
        if (in.isSound(ADMIN_ADDRESS)) {
            in.reading().claims().address(in.get(ADMIN_ADDRESS), in.place(ADMIN_ADDRESS), "admin");
        }
        Map<String, String> tokens = in.find(ADMIN_TOKENS);
        if (tokens != null) {
            checkNames(in, tokens);
        }
        return new AdminConfig(in.get(ADMIN_ADDRESS), tokens == null ? Map.of() : tokens);
    }

    /** A name stands in the audit log, where it must be one word; two names of one token would be told apart by chance. */
    private static void checkNames(Values in, Map<String, String> tokens) {
        if (!tokens.keySet().stream().allMatch(name -> TOKEN_NAME.matcher(name).matches())) {
            in.refuse(ADMIN_TOKENS, "names of letters, digits, - and _, at most 64");
        }
        if (Set.copyOf(tokens.values()).size() < tokens.size()) {
            in.refuse(ADMIN_TOKENS, "a token of its own for each name");
        }
    }

    private static @Nullable PassConfig pass(Values in) {
        List<PassConfig.Rule> rules = in.find(PASS);
        return rules == null ? null : new PassConfig(rules);
    }
}
