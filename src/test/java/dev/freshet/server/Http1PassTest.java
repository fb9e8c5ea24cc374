package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawClient.Answer;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http1PassTest {
    private RawServer origin;
    private TestServer server;
    private RawClient client;

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        server.close();
        if (origin != null) {
            origin.close();
        }
    }

    @Test
    void whatIsNoEndpointIsAnsweredByTheUpstream() throws Exception {
        serve("HTTP/1.1 201 Created\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello");

        Answer answer = client.get("/api/hello?x=1", "X-Two: 2");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.field("x-one")).isEqualTo("1");
        assertThat(answer.field("via")).isEqualTo("1.1 freshet");
        assertThat(answer.field("date")).isNotNull();
        String head = origin.heads().getFirst();
        assertThat(head).startsWith("GET /api/hello?x=1 HTTP/1.1\r\n");
        assertThat(head.toLowerCase(Locale.ROOT))
                .contains(
                        "host: localhost\r\n",
                        "x-two: 2\r\n",
                        "x-forwarded-for: 127.0.0.1\r\n",
                        "via: 1.1 freshet\r\n");
    }

    @Test
    void theConnectionStaysForHitsAndPassesAlike() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        server.publish(server.live, "{}");

        assertThat(client.get("/a").text()).isEqualTo("ok");
        assertThat(client.get("/live.json").text()).isEqualTo("{}");
        assertThat(client.get("/b").text()).isEqualTo("ok");
        assertThat(origin.accepted()).isEqualTo(1);
    }

    @Test
    void pipelinedHitsWaitForThePassBeforeThem() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        serve(peer -> {
            peer.readHead();
            answered.await();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npassed");
            peer.stall();
        });
        server.publish(server.live, "{}");
        client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /live.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
        answered.countDown();

        assertThat(client.read().text()).isEqualTo("passed");
        for (int i = 0; i < 3; i++) {
            assertThat(client.read().text()).isEqualTo("{}");
        }
    }

    @Test
    void aResponseOfUnknownLengthIsChunked() throws Exception {
        serve(peer -> {
            while (peer.readHead() != null) {
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            }
        });

        Answer answer = client.get("/chunked");

        assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
        assertThat(answer.text()).isEqualTo("abcde");
        assertThat(client.ask("OPTIONS", "*").text()).isEqualTo("abcde");
    }

    @Test
    void headAnd304And204HaveNoBody() throws Exception {
        serve(peer -> {
            while (peer.readHead() instanceof String head) {
                peer.send(
                        head.startsWith("HEAD")
                                ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                                : head.contains("/none")
                                        ? "HTTP/1.1 204 No Content\r\n\r\n"
                                        : "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n");
            }
        });

        assertThat(client.ask("HEAD", "/x").field("content-length")).isEqualTo("1000");
        assertThat(client.get("/none").status()).isEqualTo(204);
        assertThat(client.get("/same").field("etag")).isEqualTo("\"x\"");
    }

    @Test
    void aRequestBodyArrivesWholeHoweverItIsFramed() throws Exception {
        serve(peer -> {
            while (peer.readHead() instanceof String head) {
                boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
                String body = chunked ? peer.readChunked() : new String(peer.read(5));
                String said = body.contains("hello") || body.contains("hel") ? "yes" : "no!";
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + said);
            }
        });

        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(client.read().text()).isEqualTo("yes");
        client.send(
                "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("yes");
    }

    @Test
    void aClientThatWaitsFor100GetsIt() throws Exception {
        serve(peer -> {
            peer.readHead();
            peer.read(5);
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            peer.stall();
        });

        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
        client.send("hello");
        assertThat(client.read().text()).isEqualTo("ok");
    }

    @Test
    void anUpstreamThatIsNotThereIs502() throws Exception {
        try (RefusingPort nobody = RefusingPort.open()) {
            HurriedLoops loops = TestServer.newLoops();
            server = new TestServer(loops, PassingServer.upstream(nobody.port(), loops), TestServer.LIMITS, null);
            client = server.client();

            Answer answer = client.get("/a");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
            assertThat(client.get("/a").status()).isEqualTo(502);
        }
    }

    @Test
    void anUpstreamThatDoesNotAnswerIs504() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        serve(peer -> {
            peer.readHead();
            asked.countDown();
            peer.stall();
        });

        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        asked.await();
        server.loops.advance(PassingServer.RESPONSE_TIMEOUT); // from the first look on, which this is, it is silent
        server.loops.advance(PassingServer.RESPONSE_TIMEOUT);

        assertThat(client.read().status()).isEqualTo(504);
        server.publish(server.live, "{}");
        assertThat(client.get("/live.json").status()).isEqualTo(200);
    }

    @Test
    void anUpstreamThatAnswersGarbageIs502() throws Exception {
        serve(peer -> {
            peer.readHead();
            peer.send("SSH-2.0-OpenSSH_9.6\r\n\r\n");
            peer.stall();
        });

        assertThat(client.get("/a").status()).isEqualTo(502);
    }

    @Test
    void aResponseCutOffIsCutOffVisibly() throws Exception {
        serve(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        });

        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.readHead().field("content-length")).isEqualTo("10");
        assertThat(new String(client.readExactly(4))).isEqualTo("half");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void aSlowClientPausesTheUpstream() throws Exception {
        long total = 200L << 20;
        AtomicLong sent = new AtomicLong();
        serve(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
            byte[] part = new byte[1 << 20];
            for (long i = 0; i < total; i += part.length) {
                peer.send(part);
                sent.addAndGet(part.length);
            }
            peer.stall();
        });
        client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        client.readHead();

        TunnelSite.awaitStill(sent);
        assertThat(sent.get()).isLessThan(20L << 20);
        for (long read = 0; read < total; read += 1 << 20) {
            client.readExactly(1 << 20);
        }
        assertThat(sent.get()).isEqualTo(total);
    }

    @Test
    void aClientThatLeavesEndsTheExchange() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        serve(peer -> {
            peer.readHead();
            asked.countDown();
            peer.awaitClosed();
            left.countDown();
        });
        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        client.close();

        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void drainingLetsThePassFinish() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch draining = new CountDownLatch(1);
        serve(peer -> {
            peer.readHead();
            asked.countDown();
            draining.await();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            peer.stall();
        });
        client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        asked.await();

        var drained = server.server().drain();
        server.loops.next().submit(() -> {}).sync();
        draining.countDown();

        Answer answer = client.read();
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(client.closed()).isTrue();
        drained.get(5, TimeUnit.SECONDS);
    }

    private void serve(String response) throws Exception {
        serve(peer -> {
            while (peer.readHead() != null) {
                peer.send(response);
            }
        });
    }

    private void serve(RawServer.Script script) throws Exception {
        origin = RawServer.start(script);
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, null);
        client = server.client();
    }
}
