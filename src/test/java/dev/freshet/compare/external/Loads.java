package dev.freshet.compare.external;

import dev.freshet.compare.Load;
import dev.freshet.compare.Load.RequestField;
import dev.freshet.compare.Side;
import dev.freshet.compare.Target;
import dev.freshet.config.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads, targets, and tools that are scripts. Immutable: it has no state. */
final class Loads {
    static final Path CAPTURED = Path.of("src/test/resources/dev/freshet/compare/external");

    private Loads() {}

    static Load of(Protocol protocol, int connections, int streams, @Nullable Integer rate) {
        return new Load(
                protocol,
                connections,
                streams,
                rate,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                3,
                List.of(new RequestField("Accept-Encoding", "gzip, br")));
    }

    static Load http1() {
        return of(Protocol.HTTP_1_1, 4, 1, null);
    }

    static Load http2() {
        return of(Protocol.HTTP_2, 4, 10, null);
    }

    /** Reached at 127.0.0.1:8443, whatever the URL says. */
    static Target target(String url) {
        return new Target(Side.FRONT, URI.create(url), new InetSocketAddress("127.0.0.1", 8443));
    }

    /** What a tool printed once. */
    static String captured(String name) {
        try {
            return Files.readString(CAPTURED.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell script in place of a program. */
    static Path script(Path folder, String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
