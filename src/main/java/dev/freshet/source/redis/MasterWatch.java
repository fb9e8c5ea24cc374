package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import io.lettuce.core.RedisURI;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Asks a Sentinel once a second who the master is, and has the node leave a server that no longer is. Without it a master that is
 * replaced while it is well would be read for as long as nobody has made it a replica, which takes Sentinel ten seconds. Chosen over
 * listening to {@code +switch-master}, which is told once, to whoever hears it. Confined to the thread of the Redis, but
 * for {@link #open} and {@link #close}.
 */
final class MasterWatch {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long MOST_BYTES = 1024;
    /** One Sentinel may be behind the others for a moment. */
    private static final int CERTAIN = 2;

    private final RedisParts parts;
    private final List<RedisURI> sentinels;
    private final WireCommand question;
    private final ListeningNode node;
    private volatile RedisNode sentinel;
    private volatile boolean closing;
    private int turn;
    private int differing;

    /** Of {@code node}, which is at {@code uri}. */
    MasterWatch(RedisParts parts, RedisURI uri, ListeningNode node) {
        this.parts = parts;
        this.sentinels = uri.getSentinels();
        this.question = WireCommand.bare("SENTINEL", "GET-MASTER-ADDR-BY-NAME", uri.getSentinelMasterId());
        this.node = node;
        this.sentinel = next();
    }

    /** Begins to ask. */
    void open() {
        sentinel.open();
        parts.later(this::look, PERIOD.toNanos());
    }

    /** Ends it; waits for that, within a bound. */
    void close() {
        closing = true;
        parts.loop().submit(() -> {}).awaitUninterruptibly(PERIOD.toMillis()); // in turn: no other is opened after it
        sentinel.close();
    }

    private void look() {
        if (closing) {
            return;
        }
        if (sentinel.connected()) {
            sentinel.ask(new Look());
        } else {
            sentinel.leave();
            sentinel = next();
            sentinel.open();
        }
        parts.later(this::look, PERIOD.toNanos());
    }

    private RedisNode next() {
        RedisURI uri = sentinels.get(Math.floorMod(turn++, sentinels.size()));
        String name = parts.name() + " sentinel " + uri.getHost() + ":" + uri.getPort();
        return new RedisNode(parts.named(name), uri, new RedisNode.Life() {});
    }

    private void named(String host, long port) {
        boolean same = !(node.address() instanceof InetSocketAddress at)
                || (at.getPort() == port && at.getHostString().equals(host));
        differing = same ? 0 : differing + 1;
        if (differing >= CERTAIN) {
            differing = 0;
            node.leaveServer("Sentinel names another master");
        }
    }

    /** Asks who the master is. Confined to the thread of the Redis. */
    private final class Look implements Inquiry {
        @Override
        public List<WireCommand> commands() {
            return List.of(question);
        }

        @Override
        public Duration timeout() {
            return PERIOD;
        }

        @Override
        public long maxBytes() {
            return MOST_BYTES;
        }

        @Override
        public void answered(List<Reply> replies) {
            if (replies.getFirst() instanceof Reply.Many(List<Reply> address)
                    && address.size() == 2
                    && address.getFirst() instanceof Reply.Bytes(byte[] host)
                    && address.getLast() instanceof Reply.Bytes(byte[] port)) {
                named(text(host), Long.parseLong(text(port)));
            }
        }

        @Override
        public void failed(Fault fault) {
            // the next Sentinel is asked once this one is not connected
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
