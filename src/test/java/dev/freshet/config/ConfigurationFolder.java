package dev.freshet.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with the files that the configurations of the tests name. Confined to one test. */
final class ConfigurationFolder {
    private static final List<String> NAMED = List.of(
            "certs/localhost.crt",
            "certs/localhost.key",
            "certs/ca.crt",
            "data/about.json",
            "conf/about.json",
            "conf/results.schema.json");

    private final Path root;

    private ConfigurationFolder(Path root) {
        this.root = root;
    }

    /** Fills {@code root}. */
    static ConfigurationFolder in(Path root) throws IOException {
        for (String name : NAMED) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{}");
        }
        return new ConfigurationFolder(root);
    }

    /** Where a configuration stands that names {@code certs/localhost.crt}. */
    Path top() {
        return root.resolve("freshet.yaml");
    }

    /** Where a configuration stands that names {@code ../certs/localhost.crt}. */
    Path conf() {
        return root.resolve("conf/freshet.yaml");
    }

    /** The text of a file under {@code conf} of the project. */
    static String shipped(String name) throws IOException {
        return Files.readString(Path.of("conf", name));
    }
}
