package dev.freshet.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** URIs of servers, and of Redis, which no message shows. Thread-safe: stateless. */
final class UriScalar {
    private static final String SERVER = "http://host:port or https://host:port, without user, path and query";
    private static final String REDIS =
            "redis://host:port/database, rediss://..., redis-sentinel://host:port,host:port/database#master, or redis://host:port,host:port of a cluster";
    private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss", "redis-sentinel");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("(?:/[0-9]{0,4})?");
    private static final int LAST_PORT = 65_535;

    private UriScalar() {}

    /** A server of an upstream; a lone slash as its path is dropped. */
    static Scalar<URI> server() {
        return Scalar.text("URI", SERVER, "http or https", (text, _) -> {
            URI uri = parse(text);
            return uri != null && isServer(uri)
                    ? new Parsed.Value<>(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
                    : new Parsed.Refused<>(SERVER);
        });
    }

    /** A Redis in Lettuce's forms. */
    static Scalar<String> redis() {
        return new Scalar<>("URI", REDIS, "redis, rediss or redis-sentinel", Scalar.Kind.SECRET, (text, _) -> {
            URI uri = parse(text);
            return uri != null && isRedis(uri) ? new Parsed.Value<>(text) : new Parsed.Refused<>(REDIS);
        });
    }

    /** Of a Redis: whether Sentinel is asked for it. */
    static boolean isSentinel(String redis) {
        return redis.startsWith("redis-sentinel:");
    }

    /** Of a Redis: whether there is more than one server. */
    static boolean namesSeveral(String redis) {
        return URI.create(redis).getRawAuthority().contains(",");
    }

    /** Of a Redis: whether there is a database other than the first. */
    static boolean namesDatabase(String redis) {
        return !URI.create(redis).getRawPath().matches("/?0*");
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static boolean isServer(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getRawAuthority() != null
                && isHostAndPort(uri.getRawAuthority())
                && ("".equals(uri.getRawPath()) || "/".equals(uri.getRawPath()))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static boolean isRedis(URI uri) {
        String authority = uri.getRawAuthority();
        if (!REDIS_SCHEMES.contains(String.valueOf(uri.getScheme())) || authority == null) {
            return false;
        }
        String servers = authority.substring(authority.lastIndexOf('@') + 1);
        boolean sentinel = uri.getScheme().equals("redis-sentinel");
        return DATABASE.matcher(uri.getRawPath()).matches() && areServers(servers) && (!sentinel || namesMaster(uri));
    }

    private static boolean areServers(String servers) {
        for (String server : servers.split(",", -1)) {
            if (!isHostAndPort(server)) {
                return false;
            }
        }
        return true;
    }

    private static boolean namesMaster(URI uri) {
        String fragment = uri.getRawFragment();
        String query = uri.getRawQuery();
        return (fragment != null && !fragment.isEmpty()) || (query != null && query.contains("sentinelMasterId="));
    }

    private static boolean isHostAndPort(String text) {
        var match = HOST_AND_PORT.matcher(text);
        if (!match.matches()) {
            return false;
        }
        String port = match.group(1);
        return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= LAST_PORT);
    }
}
