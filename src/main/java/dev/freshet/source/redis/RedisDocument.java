package dev.freshet.source.redis;

import dev.freshet.config.RedisPart;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON document made of what is in Redis: which commands it takes, and how their replies become its text. The same
 * contents give the same bytes. Immutable.
 */
public final class RedisDocument {
    private static final JsonFactory GENERATORS = new JsonFactory();

    private final List<WireCommand> commands = new ArrayList<>();
    private final ReadPart root;

    /** {@code maxBytes}: more of a single string is not asked for. */
    public RedisDocument(RedisPart content, long maxBytes) {
        root = part(content, maxBytes);
    }

    /** What is asked; the replies are expected in this order. */
    public List<WireCommand> commands() {
        return List.copyOf(commands);
    }

    /** The text, in UTF-8. */
    public byte[] json(List<Reply> replies) throws UnfitValueException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = GENERATORS.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            root.write(replies, out);
        }
        return bytes.toByteArray();
    }

    private ReadPart part(RedisPart content, long maxBytes) {
        return switch (content) {
            case RedisPart.Leaf leaf -> Reads.part(leaf, maxBytes, commands);
            case RedisPart.Constant(String json) -> (_, out) -> out.writeRawValue(json);
            case RedisPart.Fields(Map<String, RedisPart> parts) -> fields(parts, maxBytes);
            case RedisPart.Elements(List<RedisPart> parts) -> elements(parts, maxBytes);
        };
    }

    private ReadPart fields(Map<String, RedisPart> contents, long maxBytes) {
        Map<String, ReadPart> parts = new LinkedHashMap<>();
        contents.forEach((name, content) -> parts.put(name, part(content, maxBytes)));
        return (replies, out) -> {
            out.writeStartObject();
            for (Map.Entry<String, ReadPart> each : parts.entrySet()) {
                out.writeName(each.getKey());
                each.getValue().write(replies, out);
            }
            out.writeEndObject();
        };
    }

    private ReadPart elements(List<RedisPart> contents, long maxBytes) {
        List<ReadPart> parts =
                contents.stream().map(each -> part(each, maxBytes)).toList();
        return (replies, out) -> {
            out.writeStartArray();
            for (ReadPart each : parts) {
                each.write(replies, out);
            }
            out.writeEndArray();
        };
    }
}
