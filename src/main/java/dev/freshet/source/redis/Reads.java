package dev.freshet.source.redis;

import dev.freshet.config.RedisPart.Leaf;
import dev.freshet.config.RedisRead;
import dev.freshet.config.RedisRead.Range;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Each kind of read: its command, and its part of a document. Redis does not tell an empty collection from none, so what is
 * read in part is asked for with EXISTS beside it. Immutable: it has no state.
 */
final class Reads {
    private Reads() {}

    /** The part that {@code leaf} is; its commands are added to {@code commands}. */
    static ReadPart part(Leaf leaf, long maxBytes, List<WireCommand> commands) {
        int at = commands.size();
        String key = leaf.read().key();
        commands.add(command(leaf.read(), maxBytes));
        boolean partial = isPartial(leaf.read());
        if (partial) {
            commands.add(WireCommand.of("EXISTS", key));
        }
        ReplyShape shape = ReplyShape.of(leaf.read(), leaf.as());
        return (replies, out) -> {
            Reply reply = replies.get(at);
            boolean missing = partial ? isZero(replies.get(at + 1)) : isNothing(reply);
            if (!missing) {
                write(shape, reply, key, out);
            } else if (leaf.otherwise() != null) {
                out.writeRawValue(leaf.otherwise());
            } else {
                throw UnfitValueException.missing(key, nothing(leaf.read()));
            }
        };
    }

    private static String nothing(RedisRead read) {
        return read instanceof RedisRead.Text ? "no such key, or an empty string" : "no such key";
    }

    private static boolean isNothing(Reply reply) {
        return switch (reply) {
            case Reply.Nil _ -> true;
            case Reply.Bytes(byte[] value) -> value.length == 0;
            case Reply.Many(List<Reply> elements) -> elements.isEmpty();
            case Reply.Whole _, Reply.Real _, Reply.Failure _ -> false;
        };
    }

    private static WireCommand command(RedisRead read, long maxBytes) {
        return switch (read) {
            case RedisRead.Text(String key) -> WireCommand.string(key, maxBytes);
            case RedisRead.Hash(String key) -> WireCommand.of("HGETALL", key);
            case RedisRead.Sequence(String key, Range range, boolean reverse) ->
                list(key, reverse ? mirrored(range) : range);
            case RedisRead.Members(String key) -> WireCommand.of("SMEMBERS", key);
            case RedisRead.Ranking ranking -> ranking(ranking);
            case RedisRead.Document(String key, String path) ->
                path == null ? WireCommand.of("JSON.GET", key) : WireCommand.of("JSON.GET", key, path);
            case RedisRead.Entries(String key, int count) ->
                WireCommand.of("XREVRANGE", key, "+", "-", "COUNT", String.valueOf(count));
        };
    }

    private static WireCommand list(String key, Range range) {
        return WireCommand.of("LRANGE", key, String.valueOf(range.first()), String.valueOf(range.last()));
    }

    /** The same elements, counted from the other end. */
    private static Range mirrored(Range range) {
        return new Range(-1 - range.last(), -1 - range.first());
    }

    /** Not ZRANGE with REV, which servers before 6.2 do not know. */
    private static WireCommand ranking(RedisRead.Ranking read) {
        String name = read.reverse() ? "ZREVRANGE" : "ZRANGE";
        String first = String.valueOf(read.range().first());
        String last = String.valueOf(read.range().last());
        return read.scores()
                ? WireCommand.of(name, read.key(), first, last, "WITHSCORES")
                : WireCommand.of(name, read.key(), first, last);
    }

    /** Whether nothing may come of a key that is there: a range beyond its end, a stream without entries. */
    private static boolean isPartial(RedisRead read) {
        return switch (read) {
            case RedisRead.Sequence list -> !list.range().equals(Range.ALL);
            case RedisRead.Ranking ranking -> !ranking.range().equals(Range.ALL);
            case RedisRead.Entries _ -> true;
            case RedisRead.Text _, RedisRead.Hash _, RedisRead.Members _, RedisRead.Document _ -> false;
        };
    }

    private static void write(ReplyShape shape, Reply reply, String key, JsonGenerator out) throws UnfitValueException {
        try {
            shape.write(reply, out);
        } catch (UnfitValueException e) {
            throw e.in("key " + key);
        }
    }

    private static boolean isZero(Reply reply) {
        return reply instanceof Reply.Whole(long value) && value == 0;
    }
}
