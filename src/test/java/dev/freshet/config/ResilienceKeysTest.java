package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Balance;
import dev.freshet.config.UpstreamConfig.Ejection;
import dev.freshet.config.UpstreamConfig.Health;
import dev.freshet.config.UpstreamConfig.Resilience;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResilienceKeysTest {
    private static final Ejection EJECTION = new Ejection(3, false, Duration.ofSeconds(1), Duration.ofSeconds(60));

    @TempDir
    Path root;

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        assertThat(read("")).isEqualTo(new Resilience(Balance.LEAST_REQUESTS, 1024, 20, EJECTION, null));
        assertThat(read(", ejection: {}").ejection()).isEqualTo(EJECTION);
    }

    @ParameterizedTest
    @CsvSource({"least-requests,LEAST_REQUESTS", "round-robin,ROUND_ROBIN", "hash,HASH"})
    void aBalanceIsAWord(String word, Balance balance) throws Exception {
        assertThat(read(", balance: " + word).balance()).isEqualTo(balance);
    }

    @Test
    void ejectionMayBeOff() throws Exception {
        assertThat(read(", ejection: off").ejection()).isNull();
    }

    @Test
    void ejectionMayCountServerErrors() throws Exception {
        Resilience read =
                read(", ejection: { failures: 1, counts: faults-and-5xx, back-off: 100ms, max-back-off: 100ms }");
        assertThat(read.ejection()).isEqualTo(new Ejection(1, true, Duration.ofMillis(100), Duration.ofMillis(100)));
    }

    @Test
    void aLongBackOffIsItsOwnBound() throws Exception {
        assertThat(read(", ejection: { back-off: 2m }").ejection())
                .isEqualTo(new Ejection(3, false, Duration.ofMinutes(2), Duration.ofMinutes(2)));
    }

    @Test
    void ofHealthChecksThePathSuffices() throws Exception {
        assertThat(read(", health: { path: \"/health?deep=1\" }").health())
                .isEqualTo(new Health("/health?deep=1", Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3));
    }

    @Test
    void aCheckThatIsMadeOftenHasAsLittleTime() throws Exception {
        assertThat(read(", health: { path: /health, every: 200ms }").health())
                .isEqualTo(new Health("/health", Duration.ofMillis(200), Duration.ofMillis(200), 2, 3));
    }

    private Resilience read(String keys) throws Exception {
        String yaml = "listeners: [{ address: 127.0.0.1:0 }]\n" + "upstreams: { api: { servers: [\"http://a\"]" + keys
                + " } }\nendpoints: []\n";
        Path file = ConfigurationFolder.in(root).top();
        return ConfigurationReader.read(yaml, file).upstreams().get("api").resilience();
    }
}
