package dev.freshet.compare.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Load;
import dev.freshet.config.Protocol;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the tools are called with, and what they cannot do. Confined to the test's thread. */
final class ArgumentsTest {
    private static final String URL = "https://localhost/live.json";

    @Test
    void wrkIsToldTheLoad() throws ComparisonProblemException {
        assertThat(Wrk.arguments(Loads.target(URL), Loads.http1(), 2, 5))
                .containsExactly(
                        "-t", "2", "-c", "4", "-d", "5s", "--timeout", "10s", "-H", "Accept-Encoding: gzip, br", URL);
    }

    @Test
    void wrkSpeaksNoHttp2() {
        assertThatThrownBy(() -> Wrk.arguments(Loads.target(URL), Loads.http2(), 2, 5))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("wrk speaks HTTP/1.1 only (expected: --protocol h1, or --engine h2load)");
    }

    @Test
    void wrkKnowsNoConstantRate() {
        Load load = Loads.of(Protocol.HTTP_1_1, 4, 1, 100);

        assertThatThrownBy(() -> Wrk.arguments(Loads.target(URL), load, 2, 5))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("wrk knows no constant rate (expected: no --rate, or --engine freshet)");
    }

    @Test
    void h2loadIsToldTheLoadAndTheAddress() throws ComparisonProblemException {
        assertThat(H2load.arguments(Loads.target(URL), Loads.http2(), 2, Duration.ofMillis(2_500)))
                .containsExactly(
                        "--npn-list=h2",
                        "-t",
                        "2",
                        "-c",
                        "4",
                        "-m",
                        "10",
                        "-D",
                        "2500ms",
                        "-N",
                        "10s",
                        "--connect-to=127.0.0.1:8443",
                        "-H",
                        "Accept-Encoding: gzip, br",
                        URL);
    }

    @Test
    void h2loadIsToldToSpeakHttp1() throws ComparisonProblemException {
        assertThat(H2load.arguments(Loads.target(URL), Loads.http1(), 1, Duration.ofSeconds(1)))
                .startsWith("--h1");
    }

    @Test
    void h2loadIsRefusedWithARateForItForgetsWhatWaited() {
        Load load = Loads.of(Protocol.HTTP_2, 4, 10, 100);

        assertThatThrownBy(() -> H2load.arguments(Loads.target(URL), load, 1, Duration.ofSeconds(1)))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("h2load counts a request from when it was sent, not from when it was due"
                        + " (expected: no --rate, or --engine freshet)");
    }

    @Test
    void h2loadDoesNotPipelineHttp1() {
        Load load = Loads.of(Protocol.HTTP_1_1, 4, 2, null);

        assertThatThrownBy(() -> H2load.arguments(Loads.target(URL), load, 1, Duration.ofSeconds(1)))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageEndingWith("(expected: --streams 1)");
    }

    @Test
    void aSideWithoutTlsIsAskedOverHttp1() throws ComparisonProblemException {
        assertThat(H2load.arguments(
                        Loads.target("http://localhost/live.json"), Loads.http2(), 1, Duration.ofSeconds(1)))
                .startsWith("--h1", "-t", "1", "-c", "4", "-m", "1");
    }

    @Test
    void everyThreadHasTheSameNumberOfConnections() {
        assertThat(Threads.sharing(100, 8)).isEqualTo(5);
        assertThat(Threads.sharing(100, 2)).isEqualTo(2);
        assertThat(Threads.sharing(7, 4)).isEqualTo(1);
        assertThat(Threads.sharing(1, 4)).isEqualTo(1);
    }
}
