package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Balance;
import dev.freshet.config.UpstreamConfig.Ejection;
import dev.freshet.config.UpstreamConfig.Resilience;
import dev.freshet.config.UpstreamConfig.Timeouts;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One server fails, each time in another way, beside one that does well. */
@MayWarn("a server is ejected")
class FailingServersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String ERROR = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno";
    private static final Ejection LONG = new Ejection(3, false, Duration.ofHours(1), Duration.ofHours(1));
    private static final Ejection SHORT = new Ejection(3, true, Duration.ofMillis(50), Duration.ofMillis(200));
    private static final Timeouts IMPATIENT = new Timeouts(Front.LONG, Front.SHORT, Front.LONG);

    @Test
    void aServerThatRefusesIsEjectedAndNoClientSuffers() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RefusingPort nobody = RefusingPort.open()) {
            URI refusing = nobody.uri();
            try (Front front = Front.of(with(LONG), List.of(refusing, Front.uri(well)))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(front.get().body()).isEqualTo("ok");
                }
                assertThat(front.retries("connect")).isEqualTo(3);
                assertThat(front.ejections(refusing, "connect")).isEqualTo(1);
                assertThat(front.up(refusing)).isFalse();
                assertThat(front.up(Front.uri(well))).isTrue();
                assertThat(front.faults("connect")).isZero();
            }
        }
    }

    @Test
    void aServerThatResetsIsEjectedAndNoGetSuffers() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer resetting = resetting();
                Front front = Front.of(with(LONG), List.of(Front.uri(resetting), Front.uri(well)))) {
            for (int i = 0; i < 20; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(resetting.heads()).hasSize(3);
            assertThat(front.ejections(Front.uri(resetting), "closed")).isEqualTo(1);
        }
    }

    @Test
    void aPostThatReachedAServerIsNeverSentToAnother() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer resetting = resetting();
                Front front = Front.of(with(LONG), List.of(Front.uri(resetting), Front.uri(well)))) {
            List<String> outcomes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                outcomes.add(front.send(HttpMethod.POST).outcome());
            }
            assertThat(outcomes.stream().filter("failed CLOSED"::equals)).hasSize(3);
            assertThat(resetting.heads().size() + well.heads().size()).isEqualTo(10);
            assertThat(front.retries("closed")).isZero();
        }
    }

    @Test
    void aPutWhoseBodyWasSentIsNotSentToAnother() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer resetting = RawServer.start(peer -> {
                    peer.readHead();
                    peer.read(4);
                    peer.reset();
                });
                Front front = Front.of(without(Balance.ROUND_ROBIN), List.of(Front.uri(resetting), Front.uri(well)))) {
            List<String> outcomes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Heard heard = new Heard();
                Exchange exchange = front.open(Front.request(HttpMethod.PUT, 4), heard, false);
                Front.await(() -> heard.writables.get() == 1);
                front.onLoop(() -> {
                    exchange.write(Unpooled.copiedBuffer("data", StandardCharsets.ISO_8859_1));
                    exchange.end(EmptyHttpHeaders.INSTANCE);
                });
                outcomes.add(heard.outcome());
            }
            assertThat(outcomes).contains("failed CLOSED");
            assertThat(front.retries("closed")).isZero();
        }
    }

    @Test
    void aServerThatStallsIsEjectedAndTheOtherAnswers() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer stalling = RawServer.start(peer -> {
                    peer.readHead();
                    peer.stall();
                });
                Front front = Front.of(with(LONG), IMPATIENT, List.of(Front.uri(stalling), Front.uri(well)))) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(front.get());
            }
            for (Heard each : all) {
                assertThat(each.body()).isEqualTo("ok");
            }
            assertThat(front.ejections(Front.uri(stalling), "response-timeout")).isEqualTo(1);
            assertThat(front.retries("response-timeout")).isBetween(3.0, 8.0);
        }
    }

    @Test
    void anAnswerThatHasBegunIsCutOffVisiblyAndNotAskedForAgain() throws Exception {
        try (RawServer cutting = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                });
                RawServer other = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                });
                Front front = Front.of(with(LONG), List.of(Front.uri(cutting), Front.uri(other)))) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed CLOSED");
            assertThat(heard.events).containsExactly("head 200", "body", "failed CLOSED");
            assertThat(cutting.heads().size() + other.heads().size()).isEqualTo(1);
        }
    }

    @Test
    void answersOf5xxAreForwardedAndEjectWhereChosen() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer erring = RawServer.answering(ERROR);
                Front front = Front.of(
                        with(new Ejection(3, true, Duration.ofHours(1), Duration.ofHours(1))),
                        List.of(Front.uri(erring), Front.uri(well)))) {
            int errors = 0;
            for (int i = 0; i < 20; i++) {
                errors += front.get().body().equals("no") ? 1 : 0;
            }
            assertThat(errors).isEqualTo(3);
            assertThat(front.ejections(Front.uri(erring), "status")).isEqualTo(1);
        }
    }

    @Test
    void answersOf5xxEjectNobodyUnlessChosen() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer erring = RawServer.answering(ERROR);
                Front front = Front.of(with(LONG), List.of(Front.uri(erring), Front.uri(well)))) {
            for (int i = 0; i < 20; i++) {
                front.get().outcome();
            }
            assertThat(erring.heads()).hasSize(10);
            assertThat(front.up(Front.uri(erring))).isTrue();
        }
    }

    @Test
    void aSlowServerGetsFewerRequests() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer well = RawServer.answering(OK);
                RawServer slow = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        go.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(without(Balance.LEAST_REQUESTS), List.of(Front.uri(slow), Front.uri(well)))) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Heard heard = front.get();
                all.add(heard);
                Front.await(() -> slow.heads().size() + well.heads().size() == all.size());
                if (well.heads().size() > 0) {
                    Front.await(() ->
                            all.stream().filter(each -> each.over.isDone()).count()
                                    >= well.heads().size());
                }
            }
            assertThat(slow.heads().size()).isEqualTo(1);
            go.countDown();
            for (Heard each : all) {
                assertThat(each.body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aServerThatRecoversIsBackAfterOneGoodTrial() throws Exception {
        AtomicBoolean sound = new AtomicBoolean();
        try (RawServer well = RawServer.answering(OK);
                RawServer recovering = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        if (!sound.get()) {
                            peer.reset();
                            return;
                        }
                        peer.send(OK);
                    }
                });
                Front front = Front.of(with(SHORT), List.of(Front.uri(recovering), Front.uri(well)))) {
            Front.await(() -> {
                get(front);
                return !front.up(Front.uri(recovering));
            });
            sound.set(true);
            Front.await(() -> {
                get(front);
                return front.up(Front.uri(recovering));
            });
            int before = recovering.heads().size();
            for (int i = 0; i < 10; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(recovering.heads()).hasSize(before + 5);
        }
    }

    @Test
    void whenEveryServerIsEjectedAllAreTried() throws Exception {
        AtomicBoolean sound = new AtomicBoolean();
        RawServer.Script script = peer -> {
            while (peer.readHead() != null) {
                if (!sound.get()) {
                    peer.reset();
                    return;
                }
                peer.send(OK);
            }
        };
        try (RawServer one = RawServer.start(script);
                RawServer two = RawServer.start(script);
                Front front = Front.of(with(LONG), List.of(Front.uri(one), Front.uri(two)))) {
            for (int i = 0; i < 6; i++) {
                assertThat(front.get().outcome()).isEqualTo("failed CLOSED");
            }
            assertThat(front.up(Front.uri(one)) || front.up(Front.uri(two))).isFalse();
            sound.set(true);
            assertThat(front.get().body()).isEqualTo("ok");
        }
    }

    @Test
    void retriesOfAFailingUpstreamStayWithinTheBudget() throws Exception {
        try (RawServer one = resetting();
                RawServer two = resetting();
                Front front = Front.of(with(LONG), List.of(Front.uri(one), Front.uri(two)))) {
            for (int i = 0; i < 100; i++) {
                assertThat(front.get().outcome()).isEqualTo("failed CLOSED");
            }
            assertThat(one.heads().size() + two.heads().size()).isEqualTo(120);
            assertThat(front.retries("closed")).isEqualTo(20);
            assertThat(front.sample("freshet_upstream_retries_refused_total{upstream=\"api\"}"))
                    .isEqualTo(80);
        }
    }

    @Test
    void whatOneUpstreamSuffersTheOneBesideItKnows() throws Exception {
        try (RawServer well = RawServer.answering(OK);
                RawServer resetting = resetting();
                Front front = Front.of(with(LONG), List.of(Front.uri(resetting), Front.uri(well)));
                Upstream beside = front.upstream.beside()) {
            for (int i = 0; i < 6; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(front.up(Front.uri(resetting))).isFalse();
            int before = front.openConnections();
            for (int i = 0; i < 4; i++) {
                Heard heard = new Heard();
                front.onLoop(() -> beside.open(front.loop, Front.request(HttpMethod.GET, 0), heard)
                        .end(EmptyHttpHeaders.INSTANCE));
                assertThat(heard.body()).isEqualTo("ok");
            }
            assertThat(resetting.heads()).hasSize(3);
            assertThat(front.openConnections()).isEqualTo(before + 1);
        }
    }

    @Test
    void aLoneServerIsNeverEjected() throws Exception {
        try (RawServer resetting = resetting();
                Front front = Front.of(with(LONG), List.of(Front.uri(resetting)))) {
            for (int i = 0; i < 10; i++) {
                assertThat(front.get().outcome()).isEqualTo("failed CLOSED");
            }
            assertThat(front.up(Front.uri(resetting))).isTrue();
        }
    }

    @Test
    void requestsBeyondMaxPendingAreRefusedAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Resilience none = new Resilience(Balance.LEAST_REQUESTS, 0, 20, null, null);
        try (RawServer busy = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        go.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(none, List.of(Front.uri(busy)))) {
            List<Heard> carried = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                carried.add(front.get());
            }
            assertThat(front.get().outcome()).isEqualTo("failed OVERLOADED");
            go.countDown();
            for (Heard each : carried) {
                assertThat(each.body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void hashSendsAPathToItsServer() throws Exception {
        try (RawServer one = RawServer.answering(OK);
                RawServer two = RawServer.answering(OK);
                Front front = Front.of(without(Balance.HASH), List.of(Front.uri(one), Front.uri(two)))) {
            for (int i = 0; i < 6; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(List.of(one.heads().size(), two.heads().size())).containsExactlyInAnyOrder(6, 0);
        }
    }

    private static void get(Front front) {
        try {
            assertThat(front.get().body()).isEqualTo("ok");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Resilience with(Ejection ejection) {
        return new Resilience(Balance.ROUND_ROBIN, 1024, 20, ejection, null);
    }

    private static Resilience without(Balance balance) {
        return new Resilience(balance, 1024, 20, null, null);
    }

    private static RawServer resetting() {
        return RawServer.start(peer -> {
            peer.readHead();
            peer.reset();
        });
    }
}
