package dev.freshet.decide;

import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.upstream.HopByHop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a passed message carries on the other side: hop-by-hop fields do not travel (RFC 9110 section 7.6.1), Via names
 * this hop (section 7.6.3), and the upstream learns who asked (RFC 7239). What a client says of itself in those fields is
 * dropped: Freshet is the front line and has seen the client itself. Immutable: pure functions only.
 */
public final class Forwarding {
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString X_FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString X_FORWARDED_PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString X_REAL_IP = AsciiString.cached("x-real-ip");
    private static final AsciiString SURROGATE_KEY = AsciiString.cached("surrogate-key");
    private static final AsciiString CACHE_TAG = AsciiString.cached("cache-tag");
    private static final String PSEUDONYM = "freshet";

    /** What the exchange makes itself, what else of a request is for this hop only, and what only Freshet may say. */
    private static final List<AsciiString> OF_REQUESTS = List.of(
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TRAILER,
            HTTP2_SETTINGS,
            HttpHeaderNames.HOST,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.EXPECT,
            FORWARDED,
            X_FORWARDED_FOR,
            X_FORWARDED_HOST,
            X_FORWARDED_PROTO,
            X_FORWARDED_PORT,
            X_REAL_IP);

    private static final List<AsciiString> NEVER_FORWARDED =
            Stream.concat(HopByHop.FIELDS.stream(), OF_REQUESTS.stream()).toList();

    private static final List<AsciiString> NEVER_IN_TRAILERS = List.of(
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.COOKIE,
            HttpHeaderNames.VIA,
            HttpHeaderNames.CONTENT_TYPE,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.CONTENT_RANGE,
            HttpHeaderNames.RANGE,
            HttpHeaderNames.IF_MATCH,
            HttpHeaderNames.IF_NONE_MATCH,
            HttpHeaderNames.IF_MODIFIED_SINCE,
            HttpHeaderNames.IF_UNMODIFIED_SINCE,
            HttpHeaderNames.CACHE_CONTROL);

    private Forwarding() {}

    /**
     * Who sent a request, as Freshet saw it. Immutable.
     *
     * @param client the peer's address; null where the transport has none
     * @param secure whether it came over TLS
     * @param protocolVersion {@code 1.0}, {@code 1.1} or {@code 2}, for Via
     */
    public record Sender(@Nullable InetSocketAddress client, boolean secure, String protocolVersion) {}

    /** The end-to-end fields of a request for the upstream; {@code fields} is left as it is. */
    public static HttpHeaders request(
            Iterable<Map.Entry<CharSequence, CharSequence>> fields,
            @Nullable String connection,
            String authority,
            Sender sender) {
        HttpHeaders forwarded = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        for (Map.Entry<CharSequence, CharSequence> each : fields) {
            if (!isReadAsReserved(each.getKey())) {
                forwarded.add(each.getKey(), each.getValue());
            }
        }
        removeNamed(forwarded, connection);
        NEVER_FORWARDED.forEach(forwarded::remove);
        addSender(forwarded, authority, sender);
        forwarded.add(HttpHeaderNames.VIA, sender.protocolVersion() + " " + PSEUDONYM);
        return forwarded;
    }

    /**
     * Keeps of a request's trailers what may be one (RFC 9110 section 6.5.1): nothing that routes, frames, authorises or
     * says who asked, which an upstream that merges trailers would believe.
     */
    public static HttpHeaders trailers(HttpHeaders trailers) {
        NEVER_FORWARDED.forEach(trailers::remove);
        NEVER_IN_TRAILERS.forEach(trailers::remove);
        return trailers;
    }

    /** Adds to a passed response what this hop says of it, and how the cache dealt with the request (RFC 9211). */
    public static void response(HttpHeaders fields, CacheStatus cacheStatus) {
        response(fields);
        fields.add("cache-status", cacheStatus.value());
    }

    /** Adds to a response that it came through this hop, and removes the tags by which its origin lets caches purge it. */
    public static void response(HttpHeaders fields) {
        fields.remove(SURROGATE_KEY);
        fields.remove(CACHE_TAG);
        fields.add(HttpHeaderNames.VIA, "1.1 " + PSEUDONYM);
    }

    /**
     * Whether an upstream that reads underscores as hyphens, as CGI does, would take it for a field that only Freshet makes.
     * Other names with underscores are forwarded as they are, and nothing here takes them for those with hyphens.
     */
    private static boolean isReadAsReserved(CharSequence name) {
        if (AsciiString.indexOf(name, '_', 0) < 0) {
            return false;
        }
        String hyphenated = name.toString().replace('_', '-');
        return NEVER_FORWARDED.stream().anyMatch(each -> each.contentEqualsIgnoreCase(hyphenated));
    }

    private static void removeNamed(HttpHeaders fields, @Nullable String connection) {
        if (connection != null) {
            for (String name : connection.split(",")) {
                fields.remove(name.strip());
            }
        }
    }

    /** To fields that have none of these any more. */
    private static void addSender(HttpHeaders fields, String authority, Sender sender) {
        String scheme = sender.secure() ? "https" : "http";
        StringBuilder forwarded = new StringBuilder(64);
        InetSocketAddress client = sender.client();
        if (client != null && client.getAddress() != null) {
            String address = NetUtil.toAddressString(client.getAddress());
            fields.add(X_FORWARDED_FOR, address);
            forwarded.append("for=").append(node(address)).append(';');
        }
        if (!authority.isEmpty()) {
            fields.add(X_FORWARDED_HOST, authority);
            forwarded.append("host=\"").append(authority).append("\";");
        }
        fields.add(X_FORWARDED_PROTO, scheme);
        fields.add(FORWARDED, forwarded.append("proto=").append(scheme).toString());
    }

    /** An address as RFC 7239 section 6 wants it: an IPv6 literal in brackets and quotes. */
    private static String node(String address) {
        return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    }
}
