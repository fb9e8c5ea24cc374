package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnChangeSectionTest {
    private static final Duration DEFAULT = Duration.ofMillis(50);

    @Test
    void aWordAloneHasTheDefaultInterval() throws Exception {
        assertThat(onChange("keyspace")).isEqualTo(new OnChange.Keyspace(DEFAULT));
        assertThat(onChange("tracking")).isEqualTo(new OnChange.Tracking(DEFAULT));
    }

    @Test
    void theWordMayStandInASectionBesideItsInterval() throws Exception {
        assertThat(onChange("{ by: tracking, min: 1ms }")).isEqualTo(new OnChange.Tracking(Duration.ofMillis(1)));
        assertThat(onChange("{ by: keyspace, min: 10s }")).isEqualTo(new OnChange.Keyspace(Duration.ofSeconds(10)));
    }

    @Test
    void aPatternOfChannelsIsTakenAsItStands() throws Exception {
        assertThat(onChange("{ pubsub: \"results:[1-9]*\" }"))
                .isEqualTo(new OnChange.Message("results:[1-9]*", DEFAULT));
    }

    @Test
    void leftOutTheIntervalAloneRefreshes() throws Exception {
        assertThat(read("get: k").onChange()).isNull();
    }

    private static OnChange onChange(String value) throws Exception {
        return read("get: k, on-change: " + value).onChange();
    }

    private static SourceConfig.FromRedis read(String keys) throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                redis: { live: { uri: "redis://h" } }
                endpoints: [{ path: /live.json, source: { redis: live, %s } }]
                """.formatted(keys);
        Configuration read = ConfigurationReader.read(yaml, Path.of("freshet.yaml"));
        return (SourceConfig.FromRedis) read.endpoints().getFirst().source();
    }
}
