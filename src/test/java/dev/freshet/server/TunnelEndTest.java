package dev.freshet.server;

import static dev.freshet.server.TunnelSite.SWITCHED;
import static dev.freshet.server.TunnelSite.UPGRADE;
import static dev.freshet.server.TunnelSite.awaitStill;
import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How tunnels end: in order and without, by either side, for want of bytes, and at a stop. */
class TunnelEndTest {
    @TempDir
    Path directory;

    private RawServer origin;
    private TunnelSite site;
    private RawClient client;

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        site.close();
        origin.close();
        assertThat(origin.defects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "UPSTREAM_TLS"})
    void aClientThatHasSaidAllStillHears(Sides sides) throws Exception {
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            String all = new String(peer.in().readAllBytes());
            peer.send("you said " + all);
        });
        client = site.tunnel();
        client.send("this");
        client.finish();

        assertThat(read(13)).isEqualTo("you said this");
        assertThat(client.closed()).isTrue();
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"client\"} 1.0"));
    }

    @Test
    void aServerThatHasSaidAllStillHears() throws Exception {
        AtomicReference<String> heard = new AtomicReference<>();
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            peer.send(SWITCHED + "bye");
            peer.finish();
            heard.set(new String(peer.in().readAllBytes()));
        });
        client = site.tunnel();
        assertThat(read(3)).isEqualTo("bye");
        assertThat(client.closed()).isTrue();

        client.send("last words");
        client.finish();

        soon(() -> "last words".equals(heard.get()));
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"upstream\"} 1.0"));
        soon(() -> site.upstreamConnections(0));
    }

    @ParameterizedTest
    @EnumSource
    void whatAServerSendsBeforeItClosesArrivesWhole(Sides sides) throws Exception {
        byte[] last = new byte[3 << 20];
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            peer.send(last);
        });
        client = site.tunnel();

        assertThat(client.readExactly(last.length)).isEqualTo(last);
        assertThat(client.closed()).isTrue();
        client.close();
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsGoneEndsTheTunnelAtTheUpstream(Sides sides) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            peer.awaitClosed();
            closed.countDown();
        });
        client = site.tunnel();

        client.reset();

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        soon(() -> site.upstreamConnections(0));
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @ParameterizedTest
    @EnumSource
    void anUpstreamThatIsGoneEndsTheTunnelAtTheClient(Sides sides) throws Exception {
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            peer.read(1);
            peer.reset();
        });
        client = site.tunnel();
        client.send("x");

        assertThat(client.closed()).isTrue();
        client.close();
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
        soon(() -> site.upstreamConnections(0));
    }

    @Test
    void aClientThatLeavesBefore101LeavesNothingBehind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        origin = RawServer.start(peer -> {
            peer.readHead();
            asked.countDown();
            peer.awaitClosed();
            closed.countDown();
        });
        site = new TunnelSite(Sides.PLAIN, directory, origin.port(), TestServer.LIMITS, 64, 1);
        client = site.client().send(UPGRADE);
        asked.await();

        client.close();

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        soon(() -> site.upstreamConnections(0));
        assertThat(site.server.counted("freshet_tunnels 0.0")).isTrue();
    }

    @Test
    void aTunnelWithoutAByteIsClosedInTime() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            peer.send(peer.read(1));
            peer.awaitClosed();
            closed.countDown();
        });
        client = site.tunnel();
        site.server.clock.advance(Duration.ofMinutes(9));
        site.server.tick();
        client.send("x");
        assertThat(read(1)).isEqualTo("x");
        site.server.clock.advance(Duration.ofMinutes(9));
        site.server.tick();
        assertThat(site.server.counted("freshet_tunnels 1.0")).isTrue();

        site.server.clock.advance(Duration.ofMinutes(2));
        site.server.tick();

        assertThat(client.closed()).isTrue();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"idle\"} 1.0"));
    }

    @Test
    void aClientThatReadsNotEvenTheEndIsResetInTime() throws Exception {
        AtomicLong sent = new AtomicLong();
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            byte[] part = new byte[1 << 16];
            for (int i = 0; i < 640; i++) {
                peer.send(part);
                sent.addAndGet(part.length);
            }
        });
        client = site.tunnel();
        awaitStill(sent);
        site.server.tick();
        site.server.clock.advance(Duration.ofMinutes(11));
        site.server.tick();
        assertThat(site.server.counted("freshet_tunnels 1.0")).isTrue();

        site.server.clock.advance(Duration.ofSeconds(31));
        site.server.tick();

        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @Test
    void drainingWaitsForTunnelsAndItsEndClosesThemInOrder() throws Exception {
        AtomicReference<String> ended = new AtomicReference<>();
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            for (int next = peer.in().read(); next >= 0; next = peer.in().read()) {
                peer.send(new byte[] {(byte) next});
            }
            ended.set("in order");
        });
        client = site.tunnel();

        var drained = site.server.server().drain();
        site.server.loops.next().submit(() -> {}).sync();
        client.send("x");
        assertThat(read(1)).isEqualTo("x");
        assertThat(drained).isNotDone();
        site.server.server().release();

        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        soon(() -> "in order".equals(ended.get()));
        drained.get(20, TimeUnit.SECONDS);
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"stop\"} 1.0"));
    }

    private void serve(Sides sides, RawServer.Script script) throws Exception {
        origin = TunnelSite.origin(sides, directory, script);
        site = new TunnelSite(sides, directory, origin.port());
    }

    private String read(int bytes) {
        return new String(client.readExactly(bytes));
    }
}
