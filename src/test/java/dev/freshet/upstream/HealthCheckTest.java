package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Balance;
import dev.freshet.config.UpstreamConfig.Ejection;
import dev.freshet.config.UpstreamConfig.Health;
import dev.freshet.config.UpstreamConfig.Resilience;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MayWarn("a server fails its health checks, or is ejected")
class HealthCheckTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Health QUICK =
            new Health("/health?deep=1", Duration.ofMillis(150), Duration.ofMillis(150), 2, 3);

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 503 Unavailable|Content-Length: 0||,status",
        "HTTP/1.1 302 Found|Content-Length: 0||,status",
        "HTTP/1.1 200 OK|Content-Length: 9||ok,deadline",
        "'',deadline",
        "garbage||,malformed",
    })
    void aServerThatDoesNotAnswerWellGetsNoRequests(String answer, String result) throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer ill = checkedBy(new AtomicReference<>(answer.replace("|", "\r\n")));
                Front front = Front.of(with(QUICK, null), List.of(Front.uri(ill), Front.uri(well)))) {
            Front.await(() -> !front.up(Front.uri(ill)));
            for (int i = 0; i < 10; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(ill.heads()).allMatch(head -> head.startsWith("GET /health?deep=1 HTTP/1.1\r\n"));
            assertThat(front.healthChecks(Front.uri(ill), result)).isGreaterThanOrEqualTo(3);
            assertThat(front.up(Front.uri(well))).isTrue();
        }
    }

    @Test
    void aServerThatCannotBeReachedIsFoundOut() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RefusingPort nobody = RefusingPort.open();
                Front front = Front.of(with(QUICK, null), List.of(nobody.uri(), Front.uri(well)))) {
            Front.await(() -> !front.up(nobody.uri()));
            assertThat(front.healthChecks(nobody.uri(), "connect")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aServerThatIsWellAgainIsBackAfterSoManyGoodChecks() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        try (RawServer well = RawServer.answering(OK);
                RawServer ill = checkedBy(answer);
                Front front = Front.of(with(QUICK, null), List.of(Front.uri(ill), Front.uri(well)))) {
            Front.await(() -> !front.up(Front.uri(ill)));
            answer.set(OK);
            Front.await(() -> front.up(Front.uri(ill)));
            assertThat(front.healthChecks(Front.uri(ill), "good")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aGoodCheckEndsAnEjectionAtOnce() throws Exception {
        AtomicBoolean sound = new AtomicBoolean();
        Ejection forAnHour = new Ejection(1, false, Duration.ofHours(1), Duration.ofHours(1));
        try (RawServer well = RawServer.answering(OK);
                RawServer recovering = RawServer.start(peer -> {
                    for (String head = peer.readHead(); head != null; head = peer.readHead()) {
                        if (!sound.get()) {
                            peer.reset();
                            return;
                        }
                        peer.send(OK);
                    }
                });
                Front front = Front.of(with(QUICK, forAnHour), List.of(Front.uri(recovering), Front.uri(well)))) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.get().body()).isEqualTo("ok");
            Front.await(() -> !front.up(Front.uri(recovering)));
            sound.set(true);
            Front.await(() -> front.up(Front.uri(recovering)));
        }
    }

    @Test
    void whenNoServerIsWellAllAreTried() throws Exception {
        AtomicReference<String> no = new AtomicReference<>("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        try (RawServer one = checkedBy(no);
                RawServer two = checkedBy(no);
                Front front = Front.of(with(QUICK, null), List.of(Front.uri(one), Front.uri(two)))) {
            Front.await(() -> !front.up(Front.uri(one)) && !front.up(Front.uri(two)));
            assertThat(front.get().body()).isEqualTo("ok");
        }
    }

    @Test
    void checksTakeNoneOfTheConnectionsAndEndWithTheUpstream() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Health patient = new Health("/health", Duration.ofMillis(50), Front.LONG, 2, 3);
            Front front = Front.of(with(patient, null), List.of(Front.uri(server)));
            Front.await(() -> server.heads().size() >= 3);
            assertThat(front.openConnections()).isZero();
            assertThat(server.accepted()).isEqualTo(1);
            front.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"+++,true", "---,false", "--+--,true", "---++,true", "---+-+,false", "--- --- ++,true"})
    void soManyChecksInARowDecide(String checks, boolean well) {
        Checked state = Checked.UNKNOWN;
        for (char each : checks.replace(" ", "").toCharArray()) {
            state = state.after(each == '+', QUICK);
        }
        assertThat(state.well()).isEqualTo(well);
    }

    private static Resilience with(Health health, @Nullable Ejection ejection) {
        return new Resilience(Balance.ROUND_ROBIN, 1024, 20, ejection, health);
    }

    /** A server that answers health checks as told, and all else with OK. */
    private static RawServer checkedBy(AtomicReference<String> answer) {
        return RawServer.start(peer -> {
            for (String head = peer.readHead(); head != null; head = peer.readHead()) {
                peer.send(head.startsWith("GET /health") ? answer.get() : OK);
            }
        });
    }
}
