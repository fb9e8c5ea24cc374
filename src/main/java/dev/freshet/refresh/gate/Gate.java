package dev.freshet.refresh.gate;

import dev.freshet.cache.Payload;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.gate.GateVerdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The check that a new payload of one endpoint must pass before it is published, what is cheap before what is dear: its
 * size, its media type, and where that says JSON its syntax, its members and, at will, a schema. Only the last makes a tree.
 * Decides, and has no effect. Thread-safe: its parts are.
 */
public final class Gate {
    private static final int NO_MARK = -1;
    private static final int PERCENT = 100;

    private final GateConfig config;
    private final String expected;
    private final @Nullable PayloadSchema schema;
    private final List<String> places;
    private final Pointers pointers;
    private final int marked;
    private final JsonSyntax json = new JsonSyntax();

    /**
     * The gate of an endpoint.
     *
     * @param expected its content type: where that is JSON, another type is an error page and no payload
     * @param schema what {@code gate.schema} names; null: nothing
     */
    public Gate(GateConfig config, String expected, @Nullable PayloadSchema schema) {
        this.config = config;
        this.expected = expected;
        this.schema = schema;
        String notOlder = config.notOlder();
        List<String> all = new ArrayList<>(config.required());
        if (notOlder != null && !all.contains(notOlder)) {
            all.add(notOlder);
        }
        this.places = List.copyOf(all);
        this.pointers = new Pointers(places);
        this.marked = notOlder == null ? NO_MARK : places.indexOf(notOlder);
    }

    /**
     * Looks at {@code payload}, without keeping it.
     *
     * @param published what it is compared with; null: nothing is published
     */
    public GateVerdict check(Payload payload, @Nullable Baseline published) {
        GateVerdict.Refused refused = sizeOrType(payload);
        if (refused != null) {
            return refused;
        }
        Mark mark = null;
        if (isJson(payload.mediaType())) {
            PointerWalk walk = new PointerWalk(pointers, marked);
            String defect = json.defectIn(payload.bytes(), walk);
            refused = defect != null ? new GateVerdict.Refused(Reason.JSON, defect) : members(walk, published);
            mark = walk.mark();
        }
        if (refused == null) {
            refused = shrunk(payload, published);
        }
        if (refused == null && schema != null) {
            String defect = schema.defectIn(payload.bytes());
            refused = defect == null ? null : new GateVerdict.Refused(Reason.SCHEMA, defect);
        }
        return refused == null ? new GateVerdict.Accepted(mark) : refused;
    }

    /** How new {@code payload}, which is well-formed, says it is; null: nothing is compared. */
    public @Nullable Mark mark(byte[] payload) {
        if (marked == NO_MARK) {
            return null;
        }
        PointerWalk walk = new PointerWalk(pointers, marked);
        json.defectIn(payload, walk);
        return walk.mark();
    }

    private GateVerdict.@Nullable Refused sizeOrType(Payload payload) {
        int size = payload.bytes().length;
        if (size > config.maxSizeBytes()) {
            return new GateVerdict.Refused(
                    Reason.TOO_LARGE, size + " bytes (expected: at most " + config.maxSizeBytes() + ")");
        }
        if (size < config.minSizeBytes()) {
            return new GateVerdict.Refused(
                    Reason.TOO_SMALL, size + " bytes (expected: at least " + config.minSizeBytes() + ")");
        }
        if (!isHeaderSafe(payload.mediaType())) {
            return new GateVerdict.Refused(
                    Reason.MEDIA_TYPE, "not a header field's value (expected: visible ASCII characters)");
        }
        if (isJson(expected) && !isJson(payload.mediaType())) {
            return new GateVerdict.Refused(
                    Reason.MEDIA_TYPE, payload.mediaType() + " (expected: JSON, as the endpoint's content-type says)");
        }
        return null;
    }

    private GateVerdict.@Nullable Refused members(PointerWalk walk, @Nullable Baseline published) {
        for (int i = 0; i < places.size(); i++) {
            if (!walk.found(i)) {
                Reason reason = i < config.required().size() ? Reason.REQUIRED : Reason.OLDER;
                return new GateVerdict.Refused(reason, places.get(i) + ": missing");
            }
        }
        return marked == NO_MARK ? null : older(walk.mark(), published);
    }

    private GateVerdict.@Nullable Refused older(@Nullable Mark mark, @Nullable Baseline published) {
        String place = places.get(marked);
        if (mark == null) {
            return new GateVerdict.Refused(
                    Reason.OLDER, place + ": neither a number nor a timestamp (expected: one, as RFC 3339 has it)");
        }
        if (published == null || published.mark() == null) {
            return null;
        }
        Boolean before = mark.isBefore(published.mark());
        if (before == null) {
            return new GateVerdict.Refused(
                    Reason.OLDER,
                    place + ": " + mark.shown() + " (expected: of the kind of "
                            + published.mark().shown() + ", which is published)");
        }
        return before
                ? new GateVerdict.Refused(
                        Reason.OLDER,
                        place + ": " + mark.shown() + " (expected: not before "
                                + published.mark().shown() + ", which is published)")
                : null;
    }

    private GateVerdict.@Nullable Refused shrunk(Payload payload, @Nullable Baseline published) {
        Integer most = config.maxShrinkPercent();
        if (most == null || published == null || !published.mayBeServed()) {
            return null;
        }
        long least = (published.sizeBytes() * (PERCENT - most) + PERCENT - 1) / PERCENT;
        int size = payload.bytes().length;
        return size >= least
                ? null
                : new GateVerdict.Refused(
                        Reason.SHRUNK,
                        size + " bytes (expected: at least " + least + ", as " + published.sizeBytes()
                                + " are published)");
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
