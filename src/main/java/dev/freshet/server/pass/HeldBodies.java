package dev.freshet.server.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies in memory that clients are still taking. Each is there for as long as the slowest of them likes, also when nobody
 * else needs it any more: so there is a bound on all of those together, each counted once. Where it is passed, the client
 * with the largest share in them is cut off, those who take the same body sharing it. Stored bodies count whether or not they
 * are still stored. Thread-safe: guarded by its monitor, outside which clients are cut off.
 */
public final class HeldBodies {
    private final long mostBytes;
    /** In the order in which a client first took them. */
    private final Map<Identity, Body> bodies = new LinkedHashMap<>();

    /** Of all that are held, needed or not. */
    private long bytes;

    /** A connection that takes bodies, told from others by what it is. Implementations are thread-safe. */
    public interface Reader {
        /** It holds too much: whatever it is being given is to be let go of, soon. */
        void cutOff();
    }

    /** This very thing. Immutable. */
    private record Identity(Object body) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity(Object its) && its == body;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(body);
        }
    }

    /** Who holds a body. Guarded by the monitor. */
    private record Body(long bytes, BooleanSupplier needed, Set<Hold> holds) {}

    /** One client's hold of a body. Thread-safe: the monitor. */
    public final class Hold implements AutoCloseable {
        private final Identity identity;
        private final Reader reader;

        private Hold(Identity identity, Reader reader) {
            this.identity = identity;
            this.reader = reader;
        }

        /** The client has it all, or is gone. */
        @Override
        public void close() {
            release(this);
        }
    }

    HeldBodies(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * {@code reader} takes {@code body}, and has not got all of it yet.
     *
     * @param body told from others by what it is
     * @param needed whether it would be in memory anyway, so that it does not count; thread-safe
     */
    public Hold hold(Object body, long bodyBytes, BooleanSupplier needed, Reader reader) {
        Hold hold = new Hold(new Identity(body), reader);
        take(hold, bodyBytes, needed).forEach(Reader::cutOff);
        return hold;
    }

    /** How much is held that nobody else needs. */
    synchronized long heldBytes() {
        return spare().stream().mapToLong(Body::bytes).sum();
    }

    /** Those who are to be cut off. */
    private synchronized List<Reader> take(Hold hold, long bodyBytes, BooleanSupplier needed) {
        Body body = bodies.get(hold.identity);
        if (body == null) {
            body = new Body(bodyBytes, needed, new LinkedHashSet<>());
            bodies.put(hold.identity, body);
            bytes += bodyBytes;
        }
        body.holds().add(hold);
        return bytes > mostBytes ? giveUp() : List.of();
    }

    /** Lets go of what the greediest hold, until the rest fits. */
    private List<Reader> giveUp() {
        List<Reader> greedy = new ArrayList<>();
        while (heldBytes() > mostBytes) {
            Reader reader = greediest();
            for (Body body : List.copyOf(bodies.values())) {
                body.holds().stream()
                        .filter(hold -> hold.reader == reader)
                        .toList()
                        .forEach(this::release);
            }
            greedy.add(reader);
        }
        return greedy;
    }

    private synchronized void release(Hold hold) {
        Body body = bodies.get(hold.identity);
        if (body != null && body.holds().remove(hold) && body.holds().isEmpty()) {
            bodies.remove(hold.identity);
            bytes -= body.bytes();
        }
    }

    /** Who has the largest share in what nobody else needs, which is not nothing; of several, the first. */
    private Reader greediest() {
        Map<Reader, Double> shares = new LinkedHashMap<>();
        for (Body body : spare()) {
            double share = (double) body.bytes() / body.holds().size();
            body.holds().forEach(hold -> shares.merge(hold.reader, share, Double::sum));
        }
        double most = Collections.max(shares.values());
        return shares.entrySet().stream()
                .filter(each -> each.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private List<Body> spare() {
        return bodies.values().stream()
                .filter(body -> !body.needed().getAsBoolean())
                .toList();
    }
}
