package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.GateVerdict.Reason;
import java.util.Locale;

/**
 * The check a new payload must pass before it is published: its size, its media type and, where that says JSON, its
 * syntax. Decides, and has no effect. Thread-safe: its parts are.
 */
final class Gate {
    private final JsonSyntax json = new JsonSyntax();

    /**
     * Looks at {@code payload}, without keeping it.
     *
     * @param expected the endpoint's content type: where that is JSON, another type is an error page and no payload
     */
    GateVerdict check(Payload payload, String expected, GateConfig config) {
        int size = payload.bytes().length;
        if (size > config.maxSizeBytes()) {
            return new GateVerdict.Refused(
                    Reason.TOO_LARGE, size + " bytes (expected: at most " + config.maxSizeBytes() + ")");
        }
        if (!isHeaderSafe(payload.mediaType())) {
            return new GateVerdict.Refused(
                    Reason.MEDIA_TYPE, "not a header field's value (expected: visible ASCII characters)");
        }
        if (isJson(expected) && !isJson(payload.mediaType())) {
            return new GateVerdict.Refused(
                    Reason.MEDIA_TYPE, payload.mediaType() + " (expected: JSON, as the endpoint's content-type says)");
        }
        String defect = isJson(payload.mediaType()) ? json.defectIn(payload.bytes()) : null;
        return defect == null ? new GateVerdict.Accepted() : new GateVerdict.Refused(Reason.JSON, defect);
    }

    /** Whether the type can be sent as it stands: a CR or LF in it would let a source write headers of its own. */
    private static boolean isHeaderSafe(String mediaType) {
        return !mediaType.isBlank() && mediaType.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Whether the type promises JSON (RFC 6839 section 3.1 for the suffix), whatever its parameters. */
    static boolean isJson(String mediaType) {
        int parameters = mediaType.indexOf(';');
        String essence = (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return essence.equals("application/json") || essence.equals("text/json") || essence.endsWith("+json");
    }
}
