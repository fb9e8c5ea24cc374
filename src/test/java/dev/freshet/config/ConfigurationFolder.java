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
            "conf/results.schema.json",
            "ci.token");
    private static final String TOKEN = "f00df00df00df00d\n";

    /** Of the token in the file, without the end of its line. */
    static final String TOKEN_DIGEST = "0b3f338b5d6ea66ca98c00ee33a95dea3f4700ac0521580cbd9c181188f53e1d";

    private final Path root;

    private ConfigurationFolder(Path root) {
        this.root = root;
    }

    /** Fills {@code root}. */
    static ConfigurationFolder in(Path root) throws IOException {
        for (String name : NAMED) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name.endsWith(".token") ? TOKEN : "{}");
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
