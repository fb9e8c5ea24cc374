package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.testing.StandardEndpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From files and texts to records: defaults, forms of values, and what is wrong with a file as a whole. */
class ConfigurationReaderTest {
    private static final String SMALL = """
            listeners: [{ address: 127.0.0.1:0 }]
            endpoints: [{ path: /a, source: { file: data/about.json } }]
            """;

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void fill() throws Exception {
        file = ConfigurationFolder.in(root).top();
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        Configuration read = ConfigurationReader.read(SMALL, file);

        assertThat(read.admin()).isEqualTo(new AdminConfig(new Address("127.0.0.1", 9900)));
        assertThat(read.upstreams()).isEmpty();
        assertThat(read.redis()).isEmpty();
        assertThat(read.pass()).isNull();
        assertThat(read.cache()).isEqualTo(new CacheConfig(256L << 20, 1 << 20, Duration.ofSeconds(60), false));
        assertThat(read.limits())
                .isEqualTo(new LimitsConfig(10_000, 32 << 10, Duration.ofSeconds(75), Duration.ofSeconds(10), 128));
        assertThat(read.startDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.stopDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.endpoints())
                .containsExactly(StandardEndpoint.of(
                        "/a",
                        null,
                        new SourceConfig.FromFile(root.resolve("data/about.json")),
                        null,
                        RefreshConfig.every(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        "application/json",
                        EndpointConfig.Query.EXACT,
                        null,
                        null,
                        new GateConfig(16 << 20)));
    }

    @ParameterizedTest
    @CsvSource({"100ms,1s,60s", "1s,1s,60s", "5s,5s,60s", "1m,10s,2m", "1d,10s,2d"})
    void timeoutAndMaxStaleFollowTheInterval(String refresh, String timeout, String maxStale) throws Exception {
        EndpointConfig implied = endpoint("refresh: " + refresh);
        EndpointConfig written = endpoint("timeout: " + timeout + ", max-stale: " + maxStale + ", refresh: " + refresh);

        assertThat(implied).isEqualTo(written);
    }

    @Test
    void anIntervalWithBoundsFollowsChangeAndDemand() throws Exception {
        EndpointConfig endpoint = endpoint("refresh: { min: 500ms, max: 40s }");

        assertThat(endpoint.refresh().shortest()).isEqualTo(Duration.ofMillis(500));
        assertThat(endpoint.refresh().longest()).isEqualTo(Duration.ofSeconds(40));
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(endpoint.maxStale()).isEqualTo(Duration.ofSeconds(80));
    }

    @ParameterizedTest
    @CsvSource({"'127.0.0.1:0',127.0.0.1,0", "'[::1]:8443',::1,8443", "'localhost:65535',localhost,65535"})
    void anAddressIsAHostAndAPort(String text, String host, int port) throws Exception {
        Configuration read =
                ConfigurationReader.read("listeners: [{ address: \"" + text + "\" }]\nendpoints: []", file);

        assertThat(read.listeners().getFirst().address()).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @CsvSource({"2048B,2048", "64KiB,65536", "1MiB,1048576", "1GiB,1073741824"})
    void aSizeIsANumberAndAUnit(String text, long bytes) throws Exception {
        assertThat(endpoint("gate: { max-size: " + text + " }").gate().maxSizeBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://h",
                "redis://:p@[::1]:6379/2",
                "rediss://me:secret@h:6380?timeout=5s",
                "redis-sentinel://:p@h1:26379,h2/0#main",
                "redis-sentinel://h1?sentinelMasterId=main"
            })
    void aRedisUriIsTakenAsItStands(String uri) throws Exception {
        Configuration read = ConfigurationReader.read(SMALL + "redis: { live: { uri: \"" + uri + "\" } }", file);

        assertThat(read.redis()).containsEntry("live", new RedisConfig("live", uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://:p@a:7000,b:7001", "rediss://a:7000/0", "redis://a/"})
    void aClusterIsNamedBySomeOfItsNodes(String uri) throws Exception {
        Configuration read =
                ConfigurationReader.read(SMALL + "redis: { live: { uri: \"" + uri + "\", cluster: true } }", file);

        assertThat(read.redis()).containsEntry("live", new RedisConfig("live", uri, true));
    }

    @Test
    void aLoneSlashBehindAServerIsDropped() throws Exception {
        Configuration read = ConfigurationReader.read(SMALL + "upstreams: { a: { servers: [\"http://h:1/\"] } }", file);

        assertThat(read.upstreams().get("a").servers()).containsExactly(URI.create("http://h:1"));
    }

    @Test
    void anEndpointsOwnCorsWinsOverTheDocuments() throws Exception {
        String endpoints = """
                listeners: [{ address: 127.0.0.1:0 }]
                endpoints:
                  - { path: /own, source: { file: data/about.json }, cors: { origins: ["https://a.org"] } }
                  - { path: /off, source: { file: data/about.json }, cors: off }
                  - { path: /inherits, source: { file: data/about.json } }
                cors: { origins: ["https://b.org"] }
                """;

        assertThat(ConfigurationReader.read(endpoints, file).endpoints())
                .map(EndpointConfig::cors)
                .containsExactly(
                        new CorsConfig(List.of("https://a.org")), null, new CorsConfig(List.of("https://b.org")));
    }

    @Test
    void aHostBecomesLowerCase() throws Exception {
        assertThat(endpoint("host: API.Example.org").host()).isEqualTo("api.example.org");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAllowed() throws Exception {
        assertThat(ConfigurationReader.read("\uFEFF" + SMALL.replace("\n", "\r\n"), file)
                        .endpoints())
                .hasSize(1);
    }

    @Test
    void aFileIsReadFromItsFolder() throws Exception {
        Files.writeString(file, SMALL);

        assertThat(ConfigurationReader.read(file).file()).isEqualTo(file);
    }

    @Test
    void aMissingFileIsTold() {
        assertThat(problems(file)).containsExactly(file + ": missing (expected: an existing file)");
    }

    @Test
    void aFolderIsTold() {
        assertThat(problems(root)).containsExactly(root + ": a folder (expected: a file)");
    }

    @Test
    void whatIsNotUtf8IsToldWithItsPlace() throws Exception {
        Files.write(file, "a: b\nc: é".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems(file)).containsExactly(file + ":2:4: not UTF-8 (expected: text in UTF-8)");
    }

    @Test
    void aCutOffCharacterIsNotUtf8() throws Exception {
        Files.write(file, new byte[] {'a', (byte) 0xC3});

        assertThat(problems(file)).containsExactly(file + ":1:2: not UTF-8 (expected: text in UTF-8)");
    }

    @Test
    void aHugeFileIsRefusedUnread() throws Exception {
        Files.write(file, new byte[ConfigurationFile.MOST_BYTES + 1]);

        assertThat(problems(file)).containsExactly(file + ": too large (expected: at most 10MiB)");
    }

    @Test
    void endlessDepthIsRefused() {
        assertThat(problems("a: " + "[".repeat(60_000)))
                .containsExactly(file + ":1:35: too deep (expected: at most 32 lists and maps inside each other)");
    }

    @Test
    void endlessLengthIsRefused() {
        assertThat(problems("endpoints: [\n" + " x,\n".repeat(600_000) + "]"))
                .containsExactly(file + ":499999:2: too much (expected: at most 500000 keys and values)");
    }

    @Test
    void anEndlessLineIsRefused() {
        assertThat(problems("endpoints: []\nx: " + "x".repeat(70_000)))
                .containsExactly(file + ":2:65537: a long line (expected: at most 65536 characters)");
    }

    @Test
    void aBombOfAliasesIsRefused() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";

        assertThat(problems(bomb)).hasSize(7).allMatch(problem -> problem.contains("not used here"));
    }

    @Test
    void aHundredProblemsAreEnough() {
        List<String> told = problems(SMALL + "key: 1\n".repeat(250));

        assertThat(told).hasSize(Problems.MOST + 1);
        assertThat(told.getLast()).isEqualTo(file + ": and 150 more problems");
    }

    @Test
    void aLongValueIsCutInItsMessage() {
        assertThat(problems("listeners: [{ address: " + "x".repeat(1000) + " }]\nendpoints: []"))
                .singleElement()
                .asString()
                .contains("x".repeat(80) + "... (expected")
                .doesNotContain("x".repeat(81));
    }

    private EndpointConfig endpoint(String keys) throws InvalidConfigurationException {
        String yaml =
                "listeners: [{ address: 127.0.0.1:0 }]\nendpoints: [{ path: /a, source: { file: data/about.json }, "
                        + keys + " }]";
        return ConfigurationReader.read(yaml, file).endpoints().getFirst();
    }

    private List<String> problems(Path read) {
        return told(catchThrowableOfType(InvalidConfigurationException.class, () -> ConfigurationReader.read(read)));
    }

    private List<String> problems(String yaml) {
        return told(
                catchThrowableOfType(InvalidConfigurationException.class, () -> ConfigurationReader.read(yaml, file)));
    }

    private static List<String> told(InvalidConfigurationException thrown) {
        assertThat(thrown).as("it is refused").isNotNull();
        return thrown.problems().stream().map(Problem::toString).toList();
    }
}
