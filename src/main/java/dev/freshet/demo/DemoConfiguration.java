package dev.freshet.demo;

import dev.freshet.config.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The demo's configuration, as the YAML a user would write. Immutable.
 *
 * @param listen where HTTPS is served
 * @param admin where the admin listener is
 * @param origin where the embedded origin listens
 * @param redisUri null: the documents come from the origin over HTTP; else from Redis, with the origin behind it
 * @param certificates the folder of {@code localhost.crt} and {@code localhost.key}, absolute
 * @param resources the paths of the election's documents
 */
public record DemoConfiguration(
        Address listen,
        Address admin,
        Address origin,
        @Nullable String redisUri,
        Path certificates,
        List<String> resources) {

    /** Before the path of a document, its key in Redis. */
    public static final String REDIS_PREFIX = "demo:";

    /** Copies the list. */
    public DemoConfiguration {
        resources = List.copyOf(resources);
    }

    /** The whole file. */
    public String yaml() {
        return template()
                .replace("${listen}", quoted(listen.toString()))
                .replace("${admin}", quoted(admin.toString()))
                .replace("${origin}", quoted("http://" + origin))
                .replace(
                        "${chain}", quoted(certificates.resolve("localhost.crt").toString()))
                .replace("${key}", quoted(certificates.resolve("localhost.key").toString()))
                .replace("${redis}", redisUri == null ? "" : "\nredis:\n  demo: { uri: " + quoted(redisUri) + " }\n")
                .replace("${endpoints}", endpoints());
    }

    private String endpoints() {
        StringBuilder endpoints = new StringBuilder();
        for (String path : resources) {
            endpoints.append("  - path: ").append(path).append('\n');
            if (redisUri == null) {
                endpoints.append("    source: { upstream: origin }\n");
            } else {
                String key = quoted(REDIS_PREFIX + path);
                endpoints.append("    source: { redis: demo, get: ").append(key).append(" }\n");
                endpoints.append("    fallback: { upstream: origin }\n");
            }
            endpoints.append("    refresh: 1s\n");
            endpoints.append("    max-stale: 60s\n");
        }
        return endpoints.toString();
    }

    /** A YAML double-quoted scalar. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String template() {
        try (InputStream in = DemoConfiguration.class.getResourceAsStream("demo.yaml")) {
            return new String(Objects.requireNonNull(in, "demo.yaml").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
