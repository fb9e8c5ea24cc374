package dev.freshet.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. Thread-safe: no state. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "freshet %s (Java %s, %s %s)"
                    .formatted(
                            version == null ? "development" : version,
                            Runtime.version(),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }
}
