package dev.freshet.source.redis;

import dev.freshet.config.Address;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An inquiry on its way through a cluster. What is in one slot is one transaction at its master, so each part of a document
 * is of one moment, and the whole is as soon as all its keys have one hash tag. A part follows where it is sent, for a few
 * times. While a slot moves from one master to another, its keys are asked for one by one. Confined to the thread of the Redis.
 */
final class Spread {
    private static final int MOST_HOPS = 5;
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);

    private final Inquiry whole;
    private final Nodes nodes;
    private final Clock clock;
    private final long begunAtNanos;
    private final @Nullable Reply[] replies;
    private int missing;
    private boolean over;

    /** The cluster. Implementations are confined to the thread of the Redis. */
    interface Nodes {
        /** The master of {@code slot}, or whom to ask for it while none is known; null: it has none. */
        @Nullable Address master(int slot);

        /** Asks the node there, as {@link Redis#ask}. */
        void ask(Address node, Inquiry part);

        /** A node has said that {@code slot} is served by {@code to}. */
        void moved(int slot, Address to);
    }

    /** Of {@code whole}, which is told once. */
    Spread(Inquiry whole, Nodes nodes, Clock clock) {
        this.whole = whole;
        this.nodes = nodes;
        this.clock = clock;
        this.begunAtNanos = clock.nanoTime();
        this.replies = new Reply[whole.commands().size()];
        this.missing = replies.length;
    }

    /** Asks every master that serves one of its keys. */
    void begin() {
        Map<Integer, List<Integer>> placesBySlot = new LinkedHashMap<>();
        for (int i = 0; i < replies.length; i++) {
            placesBySlot
                    .computeIfAbsent(whole.commands().get(i).slot(), _ -> new ArrayList<>())
                    .add(i);
        }
        placesBySlot.forEach(this::begin);
    }

    private void begin(int slot, List<Integer> places) {
        Address master = nodes.master(slot);
        if (master == null) {
            fail(new Fault(
                    Reason.REDIS,
                    "no master serves the slot of key "
                            + whole.commands().get(places.getFirst()).key()));
        } else {
            new Part(slot, places, master, 0, false).ask();
        }
    }

    private void fail(Fault fault) {
        if (!over) {
            over = true;
            whole.failed(fault);
        }
    }

    private void take(List<Integer> places, List<Reply> some) {
        for (int i = 0; i < some.size(); i++) {
            replies[places.get(i)] = some.get(i);
        }
        missing -= some.size();
        if (missing == 0 && !over) {
            over = true;
            whole.answered(Arrays.stream(replies).map(Objects::requireNonNull).toList());
        }
    }

    /** What is asked of one node. Confined to the thread of the Redis. */
    private final class Part implements Inquiry {
        private final int slot;
        private final List<Integer> places;
        private final Address at;
        private final int hops;
        private final boolean asking;
        private final List<WireCommand> commands;
        private final Duration timeout;

        Part(int slot, List<Integer> places, Address at, int hops, boolean asking) {
            this.slot = slot;
            this.places = places;
            this.at = at;
            this.hops = hops;
            this.asking = asking;
            this.commands =
                    places.stream().map(each -> whole.commands().get(each)).toList();
            this.timeout = hops == 0 ? whole.timeout() : remaining();
        }

        void ask() {
            nodes.ask(at, this);
        }

        @Override
        public List<WireCommand> commands() {
            return commands;
        }

        @Override
        public Duration timeout() {
            return timeout;
        }

        @Override
        public long maxBytes() {
            return whole.maxBytes();
        }

        @Override
        public boolean asking() {
            return asking;
        }

        @Override
        public void answered(List<Reply> some) {
            take(places, some);
        }

        @Override
        public void failed(Fault fault) {
            fail(fault);
        }

        @Override
        public void refused(WireCommand command, String error) {
            Redirection redirection = hops < MOST_HOPS ? Redirection.of(error, at) : null;
            switch (redirection) {
                case null -> fail(RedisFaults.refused(command, error));
                case Redirection.Moved(Address to) -> {
                    nodes.moved(slot, to);
                    again(places, to, false);
                }
                case Redirection.Ask(Address to) when places.size() == 1 -> again(places, to, true);
                case Redirection.Ask _, Redirection.Apart _ -> places.forEach(each -> again(List.of(each), at, false));
            }
        }

        private void again(List<Integer> some, Address to, boolean behindAsking) {
            new Part(slot, some, to, hops + 1, behindAsking).ask();
        }

        private Duration remaining() {
            Duration left = whole.timeout().minusNanos(clock.nanoTime() - begunAtNanos);
            return left.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : left;
        }
    }
}
