package dev.freshet.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The program h2spec, unpacked from the jar that carries it. Confined to one test. */
final class H2spec {
    private final Path program;
    private final Path directory;

    /** Unpacks it into {@code directory}. */
    H2spec(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String archive = system.startsWith("windows")
                ? "h2spec_windows_amd64.zip"
                : system.startsWith("mac") ? "h2spec_darwin_amd64.tar.gz" : "h2spec_linux_amd64.tar.gz";
        Path packed = directory.resolve(archive);
        try (InputStream in = H2spec.class.getResourceAsStream("/h2spec/2.2.0/" + archive)) {
            if (in == null) {
                throw new AssertionError(archive + " is not on the class path (expected: the profile h2spec is on)");
            }
            Files.copy(in, packed);
        }
        run(directory.resolve("tar.txt"), List.of("tar", "-xf", packed.toString(), "-C", directory.toString()));
        program = directory.resolve(system.startsWith("windows") ? "h2spec.exe" : "h2spec");
    }

    /**
     * What it made of one requirement. Immutable.
     *
     * @param flaw what it found wrong; empty: nothing
     */
    record Case(String section, String requirement, String flaw) {}

    /** Runs all of it over TLS, its strict part too, with requests for {@code path}. */
    List<Case> judge(int port, String path) throws Exception {
        Path report = directory.resolve("report" + path.replace('/', '-') + ".xml");
        List<String> command = List.of(
                program.toString(),
                "--strict",
                "--tls",
                "--insecure",
                "--host",
                "localhost",
                "--port",
                "" + port,
                "--path",
                path,
                "--timeout",
                "3",
                "--junit-report",
                report.toString());
        run(directory.resolve("output.txt"), command);
        List<Case> cases = new ArrayList<>();
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < found.getLength(); i++) {
            Element each = (Element) found.item(i);
            String flaw = text(each, "failure") + text(each, "error") + text(each, "skipped");
            cases.add(new Case(each.getAttribute("package"), each.getAttribute("classname"), flaw));
        }
        return cases;
    }

    private static String text(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        return found.getLength() == 0
                ? ""
                : name + ": " + found.item(0).getTextContent().strip();
    }

    /** Returns when it has ended; its exit status says what the report says better. */
    private static void run(Path output, List<String> command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }
}
