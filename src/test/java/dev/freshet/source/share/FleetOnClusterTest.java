package dev.freshet.source.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import dev.freshet.testing.ClusterSet;
import dev.freshet.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that meet in a real Redis Cluster. */
@Timeout(120)
class FleetOnClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void whatOneNodeFetchesTheOtherHearsOfAndTakesWhicheverMasterHasIt(@TempDir Path folder) {
        try (ClusterSet cluster = ClusterSet.start(folder)) {
            for (String path : List.of("/a.json", "/b.json", "/c.json", "/d.json")) {
                String uri = "cluster: true, uri: \"" + cluster.uri() + "\"";
                try (FleetNode one = new FleetNode(uri, path).connected();
                        FleetNode other = new FleetNode(uri, path).connected()) {
                    AtomicInteger heard = new AtomicInteger();
                    other.watch(heard::incrementAndGet);
                    assertThat(Patience.until(() -> publishedAndHeard(one, heard), SOON))
                            .isTrue();
                    other.refresh();
                    assertThat(other.served()).isEqualTo(one.served());
                    assertThat(other.hand().requests()).isEmpty();
                }
            }
        }
    }

    private static boolean publishedAndHeard(FleetNode node, AtomicInteger heard) {
        int before = heard.get();
        byte[] json = String.valueOf(System.nanoTime()).getBytes(StandardCharsets.UTF_8);
        node.hand().always(new Fetched.Fresh(new Payload(json, "application/json"), Validators.NONE, 0));
        node.refresh();
        return Patience.until(() -> heard.get() > before, Duration.ofMillis(100));
    }
}
