package dev.freshet.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration: the whole file, every problem at once. What the files it names contain (certificates, keys,
 * payloads) is not looked at, only that they are there and can be read. Thread-safe: stateless.
 */
public final class ConfigurationReader {
    private ConfigurationReader() {}

    /**
     * Reads {@code file}; the relative paths in it are resolved against its folder.
     *
     * @throws InvalidConfigurationException with every problem in the order of the file
     */
    public static Configuration read(Path file) throws InvalidConfigurationException {
        return read(ConfigurationFile.text(file), file);
    }

    /**
     * Reads {@code text} as if it stood in {@code file}, which need not exist.
     *
     * @throws InvalidConfigurationException with every problem in the order of the text
     */
    public static Configuration read(String text, Path file) throws InvalidConfigurationException {
        Problems problems = new Problems(file);
        Node root = YamlDocument.compose(text, problems);
        Configuration configuration = root == null ? null : read(root, file, problems);
        problems.throwIfAny();
        if (configuration == null) {
            throw new IllegalStateException("a configuration without a problem was not built");
        }
        return configuration;
    }

    private static @Nullable Configuration read(Node root, Path file, Problems problems) {
        Reading reading = Reading.of(file, root, problems);
        Configuration configuration = RootSection.SECTION.read(root, "", reading);
        reading.claims().report(problems);
        return configuration;
    }
}
