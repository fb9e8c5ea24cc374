package dev.freshet.source.redis;

import dev.freshet.config.Address;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster, each with its own connection and pipeline. Which of them serves a key is asked for once a
 * second, and at once where a node sends an inquiry elsewhere. Thread-safe: all of it runs on the thread of the Redis, but
 * for what is concurrent or volatile.
 */
final class ClusterRedis implements OpenedRedis, Spread.Nodes {
    private static final Logger log = LoggerFactory.getLogger(ClusterRedis.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long LOOK_SOON_NANOS = Duration.ofMillis(50).toNanos();
    private static final long MOMENT_NANOS = Duration.ofMillis(1).toNanos();
    private static final long CLOSE_MILLIS = 2_000;
    private static final long MOST_MAP_BYTES = 4 << 20;
    private static final WireCommand SLOTS = WireCommand.bare("CLUSTER", "SLOTS");

    private final RedisParts parts;
    private final List<RedisURI> seeds;
    private final Batch<Inquiry> batch = new Batch<>(this::inAMoment, this::spread);
    private final Map<Address, ListeningNode> nodes = new ConcurrentHashMap<>();
    private volatile @Nullable SlotMap slots; // null: not told yet
    private volatile boolean closing;
    private boolean looking;
    private boolean lookPlanned;
    private boolean lost;
    private int turn;

    /** {@code seeds}: at least one; the first to be asked for the others. */
    ClusterRedis(RedisParts parts, List<RedisURI> seeds) {
        this.parts = parts;
        this.seeds = List.copyOf(seeds);
    }

    @Override
    public void ask(Inquiry inquiry) {
        batch.add(inquiry);
        if (closing) { // nothing spreads the batch any more
            batch.drain(ClusterRedis::refuseClosed);
        }
    }

    @Override
    public void watch(Interest interest, Runnable changed) {
        parts.watch(interest, changed, () -> nodes.values().forEach(ListeningNode::adjust));
    }

    /** Whether every master that is known could be asked. */
    @Override
    public boolean connected() {
        SlotMap known = slots;
        return known != null && known.masters().stream().allMatch(this::connected);
    }

    @Override
    public boolean listening() {
        return !nodes.isEmpty() && nodes.values().stream().allMatch(ListeningNode::listening);
    }

    @Override
    public void open() {
        parts.soon(this::beat);
    }

    @Override
    public void close() {
        closing = true;
        parts.loop().submit(batch::writeAll).awaitUninterruptibly(CLOSE_MILLIS); // in turn: no node is opened after it
        nodes.values().forEach(ListeningNode::close);
    }

    @Override
    public @Nullable Address master(int slot) {
        SlotMap known = slots;
        return known == null ? address(seeds.getFirst()) : known.master(slot);
    }

    @Override
    public void ask(Address node, Inquiry part) {
        if (closing) {
            refuseClosed(part); // it would open a node that nobody closes
        } else {
            node(node).ask(part);
        }
    }

    @Override
    public void moved(int slot, Address to) {
        SlotMap known = slots;
        if (known != null && !to.equals(known.master(slot))) {
            slots = known.with(slot, to);
            lookSoon();
        }
    }

    private void spread(List<Inquiry> inquiries) {
        if (closing) {
            inquiries.forEach(ClusterRedis::refuseClosed);
        } else {
            inquiries.forEach(each -> new Spread(each, this, parts.clock()).begin());
        }
    }

    private void inAMoment(Runnable task) {
        if (parts.loop().inEventLoop()) {
            parts.soon(task);
        } else {
            parts.later(task, MOMENT_NANOS);
        }
    }

    private void beat() {
        if (!closing) {
            look();
            parts.later(this::beat, LOOK.toNanos());
        }
    }

    private void lookSoon() {
        if (!lookPlanned) {
            lookPlanned = true;
            parts.later(this::look, LOOK_SOON_NANOS);
        }
    }

    /** Asks one node after the other for the map, those that are connected before all others. */
    private void look() {
        lookPlanned = false;
        if (closing || looking) {
            return;
        }
        if (nodes.keySet().stream().noneMatch(this::connected)) {
            seeds.forEach(each -> node(address(each)));
        }
        List<Address> all = new ArrayList<>(nodes.keySet());
        List<Address> connected = all.stream().filter(this::connected).toList();
        List<Address> candidates = connected.isEmpty() ? all : connected;
        Address asked = candidates.get(Math.floorMod(turn++, candidates.size()));
        looking = true;
        node(asked).ask(new Look(asked));
    }

    /** Asks a node for the map. Confined to the thread of the Redis. */
    private final class Look implements Inquiry {
        private final Address asked;

        Look(Address asked) {
            this.asked = asked;
        }

        @Override
        public List<WireCommand> commands() {
            return List.of(SLOTS);
        }

        @Override
        public Duration timeout() {
            return LOOK;
        }

        @Override
        public long maxBytes() {
            return MOST_MAP_BYTES;
        }

        @Override
        public void answered(List<Reply> replies) {
            looking = false;
            SlotMap told = SlotMap.of(replies.getFirst(), asked);
            if (told.masters().isEmpty()) {
                failed(new Fault(Reason.REDIS, asked + " knows of no master"));
            } else {
                learn(told);
            }
        }

        @Override
        public void failed(Fault fault) {
            looking = false;
            if (!lost && !closing) {
                lost = true;
                log.warn("redis {}: its masters are not told: {}; asking on", parts.name(), fault.detail());
            }
            if (slots == null) {
                lookSoon();
            }
        }
    }

    private void learn(SlotMap told) {
        lost = false;
        Set<Address> masters = told.masters();
        SlotMap known = slots;
        if (known == null || !masters.equals(known.masters())) {
            log.info("redis {} has {} masters", parts.name(), masters.size());
        }
        masters.forEach(this::node);
        slots = told;
        nodes.entrySet().removeIf(each -> {
            boolean left = !masters.contains(each.getKey());
            if (left) {
                each.getValue().leave();
            }
            return left;
        });
    }

    private ListeningNode node(Address address) {
        return nodes.computeIfAbsent(address, this::opened);
    }

    /** A node that is found after the first ones has taken over slots: what was in them may have changed. */
    private ListeningNode opened(Address address) {
        RedisURI uri = RedisURI.builder(seeds.getFirst())
                .withHost(address.host())
                .withPort(address.port())
                .build();
        ListeningNode node = new ListeningNode(
                parts.named(parts.name() + " " + address), uri, parts.watchers()::subscription, slots != null);
        node.open();
        return node;
    }

    private boolean connected(Address address) {
        ListeningNode node = nodes.get(address);
        return node != null && node.connected();
    }

    private static Address address(RedisURI uri) {
        return new Address(uri.getHost(), uri.getPort());
    }

    private static void refuseClosed(Inquiry inquiry) {
        inquiry.failed(new Fault(Reason.REDIS, "closed"));
    }
}
