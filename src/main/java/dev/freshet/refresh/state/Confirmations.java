package dev.freshet.refresh.state;

import java.util.HashMap;
import java.util.Map;

/**
 * When each payload was last confirmed: what changes every second, in one small file beside the payloads. It says which
 * version it speaks of, so that it is never taken for another's. Immutable.
 *
 * @param byName the last confirmation of each resource
 */
public record Confirmations(Map<String, Confirmation> byName) {
    private static final String KIND = "confirmations";

    /**
     * Of one version. Immutable.
     *
     * @param number of the version
     * @param fetchedAtMillis of the version, since the epoch
     * @param confirmedAtMillis since the epoch
     */
    public record Confirmation(long number, long fetchedAtMillis, long confirmedAtMillis) {}

    /** Copies the map. */
    public Confirmations {
        byName = Map.copyOf(byName);
    }

    /** The file of them. */
    public byte[] encode() {
        return Sealed.seal(KIND, out -> {
            out.writeInt(byName.size());
            for (Map.Entry<String, Confirmation> each : byName.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeLong(each.getValue().number());
                out.writeLong(each.getValue().fetchedAtMillis());
                out.writeLong(each.getValue().confirmedAtMillis());
            }
        });
    }

    /** What is in {@code file}. */
    public static Confirmations decode(byte[] file) throws StateProblemException {
        return Sealed.open(KIND, file, in -> {
            Map<String, Confirmation> byName = new HashMap<>();
            for (int i = in.readInt(); i > 0; i--) {
                byName.put(in.readUTF(), new Confirmation(in.readLong(), in.readLong(), in.readLong()));
            }
            return new Confirmations(byName);
        });
    }

    /**
     * {@code kept} as last confirmed: by these, which are never written before it, where they speak of its version. They may
     * be earlier than its own, the clock having been set back since.
     */
    public Kept applyTo(Kept kept) {
        Confirmation last = byName.get(kept.name());
        return last != null && last.number() == kept.number() && last.fetchedAtMillis() == kept.fetchedAtMillis()
                ? kept.confirmedAt(last.confirmedAtMillis())
                : kept;
    }
}
