package dev.freshet.source.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Address;
import org.junit.jupiter.api.Test;

class RedirectionTest {
    private static final Address ASKED = new Address("10.0.0.9", 7000);

    @Test
    void aNodeSaysWhoServesTheSlotOrIsTakingItOver() {
        assertThat(Redirection.of("MOVED 3999 127.0.0.1:6381", ASKED))
                .isEqualTo(new Redirection.Moved(new Address("127.0.0.1", 6381)));
        assertThat(Redirection.of("ASK 3999 node.example.org:6381", ASKED))
                .isEqualTo(new Redirection.Ask(new Address("node.example.org", 6381)));
        assertThat(Redirection.of("TRYAGAIN Multiple keys request during rehashing of slot", ASKED))
                .isEqualTo(new Redirection.Apart());
    }

    @Test
    void anAddressMayBeIpv6OrLackItsHost() {
        assertThat(Redirection.of("MOVED 1 ::1:6381", ASKED))
                .isEqualTo(new Redirection.Moved(new Address("::1", 6381)));
        assertThat(Redirection.of("MOVED 1 :6381", ASKED))
                .isEqualTo(new Redirection.Moved(new Address("10.0.0.9", 6381)));
        assertThat(Redirection.of("ASK 1 ?:6381", ASKED)).isEqualTo(new Redirection.Ask(new Address("10.0.0.9", 6381)));
    }

    @Test
    void everyOtherErrorIsOne() {
        assertThat(Redirection.of("CLUSTERDOWN Hash slot not served", ASKED)).isNull();
        assertThat(Redirection.of("MOVED nowhere", ASKED)).isNull();
        assertThat(Redirection.of("MOVED 1 host:999999999", ASKED)).isNull();
    }
}
