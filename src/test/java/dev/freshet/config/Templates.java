package dev.freshet.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Endpoints with variables, for the tests of other packages too. Immutable: pure functions only. */
public final class Templates {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Templates() {}

    /** Of {@code path}, whose values are numbers, from an upstream, with these bounds. */
    public static EndpointConfig numbered(
            String path, int maxResources, Duration idleAfter, Duration missingFor, int firstFetches) {
        return endpoint(
                new TemplateConfig(path(path), maxResources, idleAfter, missingFor, new Rate(firstFetches, SECOND)),
                new SourceConfig.FromUpstream("api", path),
                null);
    }

    /** {@code path}, whose variable {@code id} is a number, and any other anything. */
    public static PathTemplate path(String path) {
        return PathTemplate.of(path, Map.of("id", Pattern.compile("[0-9]{1,9}")));
    }

    /** Of {@code path} from {@code source}, with the bounds that hold unless told. */
    static EndpointConfig endpoint(PathTemplate path, SourceConfig source, SourceConfig fallback) {
        return endpoint(
                new TemplateConfig(path, 1000, Duration.ofMinutes(5), Duration.ofSeconds(5), new Rate(100, SECOND)),
                source,
                fallback);
    }

    private static EndpointConfig endpoint(TemplateConfig template, SourceConfig source, SourceConfig fallback) {
        return new EndpointConfig(
                template.path().text(),
                null,
                source,
                fallback,
                RefreshConfig.every(SECOND, SECOND),
                Duration.ofSeconds(60),
                SECOND,
                "application/json",
                EndpointConfig.Query.EXACT,
                null,
                null,
                new GateConfig(1 << 20),
                EndpointConfig.STANDARD_VERSIONS,
                template);
    }
}
