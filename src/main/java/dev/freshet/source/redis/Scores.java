package dev.freshet.source.redis;

import dev.freshet.config.RedisPart.As;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The members of a sorted set with their scores. RESP2 gives a score as text and RESP3 as a number, each with digits of its
 * own; here the shortest that mean the same number are written, and a whole one without a point. Immutable: it has no
 * state.
 */
final class Scores {
    private Scores() {}

    /** Members and scores in turn (RESP2), or pairs of them (RESP3), as objects. */
    static void write(List<Reply> elements, As as, JsonGenerator out) throws UnfitValueException {
        List<Reply> flat = new ArrayList<>();
        for (Reply each : elements) {
            if (each instanceof Reply.Many(List<Reply> pair)) {
                flat.addAll(pair);
            } else {
                flat.add(each);
            }
        }
        out.writeStartArray();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            out.writeStartObject();
            out.writeName("member");
            try {
                ReplyShape.value(flat.get(i), as, out);
            } catch (UnfitValueException e) {
                throw e.in("member " + i / 2);
            }
            out.writeName("score");
            writeScore(score(flat.get(i + 1)), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** An infinite one as a string, in Redis's word for it: JSON has no number for that. */
    private static void writeScore(double score, JsonGenerator out) {
        if (Double.isInfinite(score)) {
            out.writeString(score > 0 ? "inf" : "-inf");
        } else if (score == Math.rint(score)) {
            out.writeNumber(new BigDecimal(Double.toString(score)).toBigInteger());
        } else {
            out.writeNumber(score);
        }
    }

    private static double score(Reply reply) {
        if (reply instanceof Reply.Real(double value)) {
            return value;
        }
        String text = new String(ReplyShape.bytes(reply), StandardCharsets.US_ASCII);
        return Double.parseDouble(text.replace("inf", "Infinity"));
    }
}
