package dev.freshet.compare;

import dev.freshet.config.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is put on each side. Immutable.
 *
 * @param protocol what the clients ask for over TLS; an https side that does not offer HTTP/2 is a problem, not a fallback; an
 *     http side is always asked with HTTP/1.1
 * @param connections kept alive for a whole round
 * @param streams requests in flight on each connection, 1 with HTTP/1.1
 * @param ratePerSecond requests begun per second over all connections; null: each answer brings the next request
 * @param warmUp per side, before the first round, not counted
 * @param roundLength of each side in each round
 * @param rounds in each of which both sides are measured, taking turns in going first
 * @param fields sent with every request, besides Host
 */
public record Load(
        Protocol protocol,
        int connections,
        int streams,
        @Nullable Integer ratePerSecond,
        Duration warmUp,
        Duration roundLength,
        int rounds,
        List<RequestField> fields) {

    /**
     * One header field of the request. Immutable.
     *
     * @param name a token (RFC 9110 section 5.6.2)
     * @param value a valid field value
     */
    public record RequestField(String name, String value) {
        private static final Pattern SECRET =
                Pattern.compile(".*(authorization|cookie|token|secret|key).*", Pattern.CASE_INSENSITIVE);

        /** What results show in place of a value that opens doors. */
        public static final String HIDDEN = "(hidden)";

        /** Whether, by its name, the value is for the server alone. */
        public boolean secret() {
            return SECRET.matcher(name).matches();
        }
    }

    /** Copies the list. */
    public Load {
        fields = List.copyOf(fields);
    }

    /** The same for results, which are shown to others: without the values of fields that are secrets by their names. */
    Load withoutSecrets() {
        List<RequestField> shown = fields.stream()
                .map(each -> each.secret() ? new RequestField(each.name(), RequestField.HIDDEN) : each)
                .toList();
        return new Load(protocol, connections, streams, ratePerSecond, warmUp, roundLength, rounds, shown);
    }
}
