package dev.freshet.source;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a source gave to recognise its payload by (RFC 9110 section 8.8), to be handed back at the next fetch. Immutable.
 *
 * @param origin which source of a chain gave them: 0 the first, 1 its fallback; a source uses only its own
 * @param etag the ETag field's value as given, or null
 * @param lastModified the Last-Modified field's value as given, or null
 * @param stamp what the fleet knows the payload by; {@link Stamp#NONE} where it is not shared
 */
public record Validators(
        int origin, @Nullable String etag, @Nullable String lastModified, Stamp stamp) {
    /** There is nothing to compare with. */
    public static final Validators NONE = new Validators(0, null, null);

    /** Marks a payload that was put here: only another PUT can tell anything new of it. */
    public static final Validators PUT = new Validators(0, "put", null);

    /** Of a payload that is not shared. */
    public Validators(int origin, @Nullable String etag, @Nullable String lastModified) {
        this(origin, etag, lastModified, Stamp.NONE);
    }

    /** The same of a payload that the fleet knows by {@code known}. */
    public Validators stamped(Stamp known) {
        return new Validators(origin, etag, lastModified, known);
    }

    /** Whether they mark a payload that was put, where that is what the first source is for. */
    public boolean isPut() {
        return origin == PUT.origin && Objects.equals(etag, PUT.etag);
    }
}
