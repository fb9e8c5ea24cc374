package dev.freshet.server;

import static dev.freshet.server.TunnelSite.SWITCHED;
import static dev.freshet.server.TunnelSite.UPGRADE;
import static dev.freshet.server.TunnelSite.awaitStill;
import static dev.freshet.server.TunnelSite.sendSlowly;
import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody makes Freshet hold more than its bounds by not reading, nor by sending too early. */
class TunnelBackPressureTest {
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

    @Test
    void whatIsSentBefore101IsHeldWithinABound() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        long total = 64L << 20;
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            full.await();
            peer.send(SWITCHED);
            received.set(peer.in().readNBytes((int) total).length);
            peer.send("all");
            peer.stall();
        });
        client = site.client().send(UPGRADE);
        AtomicLong sent = new AtomicLong();
        Thread sending = sendSlowly(client, total, sent);

        awaitStill(sent);
        assertThat(sent.get()).isLessThan(16L << 20);
        full.countDown();

        assertThat(client.readHead().status()).isEqualTo(101);
        assertThat(read(3)).isEqualTo("all");
        assertThat(received.get()).isEqualTo(total);
        sending.join();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatDoesNotReadPausesTheServer(Sides sides) throws Exception {
        long total = 100L << 20;
        AtomicLong sent = new AtomicLong();
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            byte[] part = new byte[1 << 16];
            for (long i = 0; i < total; i += part.length) {
                peer.send(part);
                sent.addAndGet(part.length);
            }
            peer.stall();
        });
        client = site.tunnel();

        awaitStill(sent);
        assertThat(sent.get()).isLessThan(30L << 20);
        for (long read = 0; read < total; read += 1 << 20) {
            client.readExactly(1 << 20);
        }
        soon(() -> sent.get() == total);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDoesNotReadPausesTheClient(Sides sides) throws Exception {
        long total = 64L << 20;
        CountDownLatch reads = new CountDownLatch(1);
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED);
            reads.await();
            peer.in().skipNBytes(total);
            peer.send("all");
            peer.stall();
        });
        client = site.tunnel();
        AtomicLong sent = new AtomicLong();
        Thread sending = sendSlowly(client, total, sent);

        awaitStill(sent);
        assertThat(sent.get()).isLessThan(30L << 20);
        reads.countDown();

        assertThat(read(3)).isEqualTo("all");
        sending.join();
    }

    private void serve(Sides sides, RawServer.Script script) throws Exception {
        origin = TunnelSite.origin(sides, directory, script);
        site = new TunnelSite(sides, directory, origin.port());
    }

    private String read(int bytes) {
        return new String(client.readExactly(bytes));
    }
}
