package dev.freshet.cli;

import java.nio.file.Path;

/** Where the program lives: the launcher says so in {@code freshet.home}; else the working directory. Immutable: no state. */
final class Home {
    private Home() {}

    /** The folder of the development certificates, relative to the working directory where it is inside. */
    static Path certificates() {
        Path here = Path.of("").toAbsolutePath();
        String home = System.getProperty("freshet.home");
        Path folder =
                (home == null ? here : here.resolve(home)).resolve("certs").normalize();
        return folder.startsWith(here) ? here.relativize(folder) : folder;
    }
}
