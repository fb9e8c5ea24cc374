package dev.freshet.decide;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts by content coding (RFC 9110 section 12.5.3): the highest quality value wins, then the smallest body,
 * then the order of {@link Coding}. Immutable: nobody writes to the weights after construction.
 */
public final class AcceptEncoding {
    private static final Coding[] CODINGS = Coding.values();
    private static final int UNNAMED = -1;
    /** Below any quality a client can give but zero: an identity that is not mentioned is acceptable, and comes last. */
    private static final int LAST_RESORT = 0;

    private final int[] weights;
    private final boolean anyCoding;

    private AcceptEncoding(int[] weights) {
        this.weights = weights;
        this.anyCoding =
                Arrays.stream(CODINGS).anyMatch(each -> each != Coding.IDENTITY && weights[each.ordinal()] > 0);
    }

    /** What the field's value says; null: the client says nothing, and gets the identity. */
    public static AcceptEncoding of(@Nullable String field) {
        return new AcceptEncoding(weights(field == null ? "" : field));
    }

    /** The representation to send. */
    public Representation choose(Snapshot snapshot) {
        Representation best = snapshot.identity();
        if (!anyCoding) {
            return best;
        }
        int bestWeight = Math.max(weights[Coding.IDENTITY.ordinal()], LAST_RESORT);
        List<Representation> representations = snapshot.version().representations();
        for (int i = 0; i < representations.size(); i++) {
            Representation each = representations.get(i);
            int weight = weights[each.coding().ordinal()];
            if (each.coding() != Coding.IDENTITY && weight > 0 && beats(each, weight, best, bestWeight)) {
                best = each;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static boolean beats(Representation one, int weight, Representation best, int bestWeight) {
        return weight > bestWeight || (weight == bestWeight && one.body().length < best.body().length);
    }

    /** The quality of each coding in thousandths, by ordinal; 0: refused, {@link #UNNAMED}: not mentioned. */
    private static int[] weights(String field) {
        int[] weights = {UNNAMED, UNNAMED, UNNAMED, UNNAMED};
        int others = UNNAMED;
        int at = 0;
        while (at < field.length()) {
            int comma = field.indexOf(',', at);
            int end = comma < 0 ? field.length() : comma;
            int semicolon = field.indexOf(';', at);
            int tokenEnd = semicolon < 0 || semicolon > end ? end : semicolon;
            String token = field.substring(at, tokenEnd).strip();
            int weight = tokenEnd == end ? 1000 : QualityValue.thousandths(field, tokenEnd + 1, end);
            if (token.equals("*")) {
                others = weight;
            } else {
                note(weights, token, weight);
            }
            at = end + 1;
        }
        return others == UNNAMED ? weights : filled(weights, others);
    }

    private static void note(int[] weights, String token, int weight) {
        for (Coding coding : CODINGS) {
            if (token.equalsIgnoreCase(coding.token()) || (coding == Coding.GZIP && token.equalsIgnoreCase("x-gzip"))) {
                weights[coding.ordinal()] = weight;
            }
        }
    }

    /** What is not named takes the weight of {@code *}. */
    private static int[] filled(int[] weights, int others) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weights[i] == UNNAMED ? others : weights[i];
        }
        return weights;
    }
}
