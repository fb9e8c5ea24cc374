package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One address for each name. Confined to the test's thread. */
final class ResolverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void whereTheFirstAddressRefusesTheNextIsTaken() throws Exception {
        InetAddress refusing = InetAddress.getByName("127.0.0.2");
        InetAddress listening = InetAddress.getByName("127.0.0.1");
        try (RawServer server = RawServer.answering("")) {
            assertThat(Resolver.first(List.of(refusing, listening), server.port(), TIMEOUT))
                    .isEqualTo(new InetSocketAddress(listening, server.port()));
        }
    }

    @Test
    void whereNoneTakesAConnectionItIsTheFirst() throws Exception {
        InetAddress first = InetAddress.getByName("127.0.0.3");
        InetAddress second = InetAddress.getByName("127.0.0.4");

        try (RefusingPort nobody = RefusingPort.open()) {
            assertThat(Resolver.first(List.of(first, second), nobody.port(), TIMEOUT)
                            .getAddress())
                    .isEqualTo(first);
        }
    }

    @Test
    void theOnlyAddressIsNotConnectedTo() throws Exception {
        try (RawServer server = RawServer.answering("")) {
            InetAddress only = InetAddress.getByName("127.0.0.1");

            assertThat(Resolver.first(List.of(only), server.port(), TIMEOUT).getPort())
                    .isEqualTo(server.port());
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void thePortIsThatOfTheSchemeUnlessGiven() throws Exception {
        assertThat(Resolver.address(URI.create("https://127.0.0.1/x"), TIMEOUT).getPort())
                .isEqualTo(443);
        assertThat(Resolver.address(URI.create("HTTP://[::1]/x"), TIMEOUT).getPort())
                .isEqualTo(80);
        assertThat(Resolver.address(URI.create("http://127.0.0.1:81/x"), TIMEOUT)
                        .getPort())
                .isEqualTo(81);
    }

    @Test
    void aNameThatLeadsNowhereIsUnknown() {
        assertThatThrownBy(() -> Resolver.address(URI.create("http://nowhere.invalid/"), TIMEOUT))
                .isInstanceOf(UnknownHostException.class);
    }
}
