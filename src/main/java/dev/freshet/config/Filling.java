package dev.freshet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a template's configuration becomes for one of its resources. Values are percent-decoded in keys of Redis, and stand in
 * targets as they stand in the path. Immutable: pure functions only.
 */
final class Filling {
    private final Map<String, String> values;

    private Filling(Map<String, String> values) {
        this.values = values;
    }

    /** The endpoint for {@code path} alone, with {@code values} of its variables. */
    static EndpointConfig of(EndpointConfig template, String path, Map<String, String> values) {
        Filling filling = new Filling(values);
        SourceConfig fallback = template.fallback();
        return new EndpointConfig(
                path,
                template.host(),
                filling.source(template.source()),
                fallback == null ? null : filling.source(fallback),
                template.refresh(),
                template.maxStale(),
                template.timeout(),
                template.contentType(),
                template.query(),
                template.cors(),
                template.cacheControl(),
                template.gate(),
                template.versions(),
                template.template());
    }

    private SourceConfig source(SourceConfig source) {
        return switch (source) {
            case SourceConfig.FromUpstream(String upstream, String path) ->
                new SourceConfig.FromUpstream(upstream, Placeholders.fillTarget(path, values));
            case SourceConfig.FromRedis(
                    String redis,
                    RedisPart content,
                    String versionKey,
                    String contentTypeKey,
                    OnChange onChange) ->
                new SourceConfig.FromRedis(redis, part(content), filled(versionKey), filled(contentTypeKey), onChange);
            case SourceConfig.FromFile file -> file;
            case SourceConfig.FromPush push -> push;
        };
    }

    private RedisPart part(RedisPart part) {
        return switch (part) {
            case RedisPart.Leaf(RedisRead read, var as, String otherwise) ->
                new RedisPart.Leaf(read(read), as, otherwise);
            case RedisPart.Constant constant -> constant;
            case RedisPart.Fields(var parts) -> {
                Map<String, RedisPart> filled = new LinkedHashMap<>();
                parts.forEach((name, each) -> filled.put(name, part(each)));
                yield new RedisPart.Fields(filled);
            }
            case RedisPart.Elements(List<RedisPart> parts) ->
                new RedisPart.Elements(parts.stream().map(this::part).toList());
        };
    }

    private RedisRead read(RedisRead read) {
        UnaryOperator<String> key = this::text;
        return switch (read) {
            case RedisRead.Text(var text) -> new RedisRead.Text(key.apply(text));
            case RedisRead.Hash(var text) -> new RedisRead.Hash(key.apply(text));
            case RedisRead.Sequence(var text, var range, var reverse) ->
                new RedisRead.Sequence(key.apply(text), range, reverse);
            case RedisRead.Members(var text) -> new RedisRead.Members(key.apply(text));
            case RedisRead.Ranking(var text, var range, var reverse, var scores) ->
                new RedisRead.Ranking(key.apply(text), range, reverse, scores);
            case RedisRead.Document(var text, var path) -> new RedisRead.Document(key.apply(text), path);
            case RedisRead.Entries(var text, var count) -> new RedisRead.Entries(key.apply(text), count);
        };
    }

    private @Nullable String filled(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private String text(String text) {
        return Placeholders.fill(
                text, name -> Objects.requireNonNull(VariableValue.decoded(values.getOrDefault(name, ""))));
    }
}
