package dev.freshet.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page for who opens the demo in a browser: its documents as links, and what to try next. Immutable. */
final class IndexPage {
    private IndexPage() {}

    /** HTML in UTF-8, complete in itself. */
    static byte[] html(List<String> paths) {
        String documents = paths.stream()
                .map(path -> "  <li><a href=\"" + path + "\">" + path + "</a></li>\n")
                .collect(Collectors.joining());
        return template().replace("${documents}", documents).getBytes(StandardCharsets.UTF_8);
    }

    private static String template() {
        try (InputStream in = IndexPage.class.getResourceAsStream("index.html")) {
            return new String(Objects.requireNonNull(in, "index.html").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
