package dev.freshet.source;

import dev.freshet.cache.Payload;
import dev.freshet.config.MediaTypes;
import dev.freshet.config.RedisPart;
import dev.freshet.config.RedisRead;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.redis.RedisDocument;
import dev.freshet.source.redis.Reply;
import dev.freshet.source.redis.UnfitValueException;
import dev.freshet.source.redis.WireCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read from Redis for one endpoint, and the payload that its replies make. Immutable. */
final class RedisPayload {
    /** A string is asked for with one byte more than it may have, so that a longer one shows. */
    private static final int LONGEST_COMPANION = 1024;

    private final List<WireCommand> commands;
    private final @Nullable WireCommand version;
    private final @Nullable RedisDocument document;
    private final @Nullable String otherwise;
    private final boolean typed;
    private final String mediaType;

    /**
     * Of what {@code config} names.
     *
     * @param mediaType where no key says another
     * @param maxBytes more of a string is not asked for
     */
    RedisPayload(SourceConfig.FromRedis config, String mediaType, long maxBytes) {
        this.mediaType = mediaType;
        commands = new ArrayList<>();
        if (config.content() instanceof RedisPart.Leaf leaf && leaf.read() instanceof RedisRead.Text text) {
            document = null;
            otherwise = leaf.otherwise();
            commands.add(WireCommand.string(text.key(), maxBytes));
        } else {
            document = new RedisDocument(config.content(), maxBytes);
            otherwise = null;
            commands.addAll(document.commands());
        }
        String typeKey = config.contentTypeKey();
        typed = typeKey != null;
        if (typeKey != null) {
            commands.add(WireCommand.string(typeKey, LONGEST_COMPANION));
        }
        String versionKey = config.versionKey();
        version = versionKey == null ? null : WireCommand.string(versionKey, LONGEST_COMPANION);
    }

    /** What is asked; at least one. */
    List<WireCommand> commands() {
        return commands;
    }

    /** What is asked before the rest; null: nothing. */
    @Nullable WireCommand version() {
        return version;
    }

    /** Whether making the payload takes more than looking at it. */
    boolean isDocument() {
        return document != null;
    }

    /** The version that {@code reply} holds; null: none. */
    static @Nullable String versionIn(Reply reply) throws UnfitValueException {
        String text = companion(reply, "version-key");
        return text.isEmpty() ? null : text;
    }

    /** What came of the fetch; {@code version}: read before the rest, null where there is none. */
    Fetched fetched(List<Reply> replies, @Nullable String version, long maxBytes) {
        Validators validators = version == null ? Validators.NONE : new Validators(0, version, null);
        try {
            byte[] bytes = bytes(replies);
            if (bytes.length > maxBytes) {
                return new Fetched.Failed(
                        new Fault(Reason.TOO_LARGE, "more than " + maxBytes + " bytes (expected: at most that)"));
            }
            return new Fetched.Fresh(new Payload(bytes, mediaType(replies)), validators, 0);
        } catch (UnfitValueException e) {
            return new Fetched.Failed(e.fault());
        }
    }

    private byte[] bytes(List<Reply> replies) throws UnfitValueException {
        if (document != null) {
            return document.json(replies);
        }
        if (replies.getFirst() instanceof Reply.Bytes(byte[] value) && value.length > 0) {
            return value;
        }
        if (otherwise == null) {
            throw UnfitValueException.missing(commands.getFirst().key(), "no such key, or an empty string");
        }
        return otherwise.getBytes(StandardCharsets.UTF_8);
    }

    private String mediaType(List<Reply> replies) throws UnfitValueException {
        String given = typed ? companion(replies.getLast(), "content-type-key").strip() : "";
        if (!given.isEmpty() && !MediaTypes.isOne(given)) {
            throw UnfitValueException.unfit(
                    "content-type-key", "another text", "a media type such as application/json");
        }
        return given.isEmpty() ? mediaType : given;
    }

    private static String companion(Reply reply, String name) throws UnfitValueException {
        byte[] bytes = reply instanceof Reply.Bytes(byte[] value) ? value : new byte[0];
        if (bytes.length > LONGEST_COMPANION) {
            throw UnfitValueException.unfit(name, "a long text", "at most " + LONGEST_COMPANION + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1); // every byte is a character of its own
    }
}
