package dev.freshet.source.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.OnChange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Duration MIN = Duration.ofMillis(50);

    @Test
    void noPrefixBeginsWithAnother() {
        Subscription tracked =
                Subscription.NONE.withTrackedKeys(Set.of("b", "ab", "a:1", "abc", "a:12", "\u00e4", "a:"));
        assertThat(tracked.prefixes()).containsExactly("a:", "ab", "b", "\u00e4");
    }

    @Test
    void itCoversAnInterestWhenItBringsAllOfIt() {
        Subscription keys = Subscription.NONE.withKeys(Set.of("a", "b"));
        assertThat(keys.covers(new Interest(List.of("a", "b"), new OnChange.Keyspace(MIN))))
                .isTrue();
        assertThat(keys.covers(new Interest(List.of("a", "c"), new OnChange.Keyspace(MIN))))
                .isFalse();
        assertThat(keys.covers(new Interest(List.of("a"), new OnChange.Tracking(MIN))))
                .isFalse();
        assertThat(keys.covers(new Interest(List.of("a"), null))).isFalse();
        assertThat(Subscription.NONE
                        .withPatterns(Set.of("r:*"))
                        .covers(new Interest(List.of("a"), new OnChange.Message("r:*", MIN))))
                .isTrue();
    }
}
