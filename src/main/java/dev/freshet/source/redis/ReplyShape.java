package dev.freshet.source.redis;

import dev.freshet.config.RedisPart.As;
import dev.freshet.config.RedisPart.Embedding;
import dev.freshet.config.RedisRead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * From one reply to its JSON. What Redis keeps in no order is put into the order of its bytes, so that what has not changed is
 * the same text. Implementations are immutable.
 */
@FunctionalInterface
interface ReplyShape {
    void write(Reply reply, JsonGenerator out) throws UnfitValueException;

    /** The shape of what {@code read} gives. */
    static ReplyShape of(RedisRead read, Embedding as) {
        As each = as.otherwise();
        return switch (read) {
            case RedisRead.Text _ -> (reply, out) -> value(reply, each, out);
            case RedisRead.Document _ -> (reply, out) -> value(reply, As.JSON, out);
            case RedisRead.Hash _ -> (reply, out) -> object(byName(elements(reply)), as, out);
            case RedisRead.Members _ -> (reply, out) -> array(sorted(elements(reply)), each, out);
            case RedisRead.Sequence list
            when list.reverse() -> (reply, out) -> array(elements(reply).reversed(), each, out);
            case RedisRead.Sequence _ -> (reply, out) -> array(elements(reply), each, out);
            case RedisRead.Ranking ranking
            when ranking.scores() -> (reply, out) -> Scores.write(elements(reply), each, out);
            case RedisRead.Ranking _ -> (reply, out) -> array(elements(reply), each, out);
            case RedisRead.Entries _ -> (reply, out) -> stream(elements(reply), as, out);
        };
    }

    /** One value. */
    static void value(Reply reply, As as, JsonGenerator out) throws UnfitValueException {
        ValueEmbedding.write(bytes(reply), as, out);
    }

    /** The elements of an array; of anything else, none. */
    static List<Reply> elements(Reply reply) {
        return reply instanceof Reply.Many(List<Reply> elements) ? elements : List.of();
    }

    /** The bytes of a string; of anything else, none. */
    static byte[] bytes(Reply reply) {
        return reply instanceof Reply.Bytes(byte[] value) ? value : new byte[0];
    }

    private static void array(List<Reply> elements, As as, JsonGenerator out) throws UnfitValueException {
        out.writeStartArray();
        for (int i = 0; i < elements.size(); i++) {
            try {
                value(elements.get(i), as, out);
            } catch (UnfitValueException e) {
                throw e.in("element " + i);
            }
        }
        out.writeEndArray();
    }

    private static void stream(List<Reply> entries, Embedding as, JsonGenerator out) throws UnfitValueException {
        out.writeStartArray();
        for (Reply each : entries) {
            List<Reply> entry = elements(each);
            out.writeStartObject();
            out.writeName("id");
            value(entry.getFirst(), As.STRING, out);
            out.writeName("fields");
            object(elements(entry.getLast()), as, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Names and values in turn. A name may come twice in an entry of a stream; then the last value stands. */
    private static void object(List<Reply> pairs, Embedding as, JsonGenerator out) throws UnfitValueException {
        Map<String, Reply> values = LinkedHashMap.newLinkedHashMap(pairs.size() / 2);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            values.put(name(pairs.get(i)), pairs.get(i + 1));
        }
        out.writeStartObject();
        for (Map.Entry<String, Reply> each : values.entrySet()) {
            out.writeName(each.getKey());
            try {
                value(each.getValue(), as.of(each.getKey()), out);
            } catch (UnfitValueException e) {
                throw e.in("field " + each.getKey());
            }
        }
        out.writeEndObject();
    }

    private static String name(Reply name) throws UnfitValueException {
        try {
            return ValueEmbedding.text(bytes(name));
        } catch (UnfitValueException e) {
            throw e.in("the name of a field");
        }
    }

    private static List<Reply> byName(List<Reply> pairs) {
        List<Integer> order = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            order.add(i);
        }
        order.sort(Comparator.comparing(i -> bytes(pairs.get(i)), Arrays::compareUnsigned));
        List<Reply> sorted = new ArrayList<>(pairs.size());
        for (int i : order) {
            sorted.add(pairs.get(i));
            sorted.add(pairs.get(i + 1));
        }
        return sorted;
    }

    private static List<Reply> sorted(List<Reply> members) {
        List<Reply> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(ReplyShape::bytes, Arrays::compareUnsigned));
        return sorted;
    }
}
