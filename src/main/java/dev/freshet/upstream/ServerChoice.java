package dev.freshet.upstream;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the servers of an upstream: the balancer's choice of those that can take an exchange and are not left
 * alone. Where every server is left alone, all may be chosen: an upstream that may have recovered is better than a certain
 * error. Confined to one event loop.
 */
final class ServerChoice<S extends ServerChoice.Candidate> implements Balancer.Servers {
    private final List<S> servers;
    private final Balancer balancer;
    private final LongSupplier nanoTime;
    private @Nullable S except;
    private boolean desperate;

    /** A server that may be chosen. Implementations are confined to one event loop. */
    interface Candidate {
        /** Whether it can take an exchange now. */
        boolean available();

        /** Exchanges under way. */
        int load();

        ServerHealth health();
    }

    /** {@code nanoTime} is looked at only while a server is left alone. */
    ServerChoice(List<S> servers, Balancer balancer, LongSupplier nanoTime) {
        this.servers = List.copyOf(servers);
        this.balancer = balancer;
        this.nanoTime = nanoTime;
    }

    /**
     * A server that can take an exchange now, or null where none can.
     *
     * @param target of the request
     * @param except never chosen: it has just failed; null: all may be
     */
    @Nullable S choose(String target, @Nullable S except) {
        this.except = except;
        this.desperate = noneAdmitted();
        int chosen = balancer.choose(target, this);
        return chosen == Balancer.NOBODY ? null : servers.get(chosen);
    }

    @Override
    public int count() {
        return servers.size();
    }

    @Override
    public boolean open(int server) {
        S candidate = servers.get(server);
        return candidate != except && candidate.available() && (desperate || admitted(candidate));
    }

    @Override
    public int load(int server) {
        return servers.get(server).load();
    }

    private boolean noneAdmitted() {
        for (S server : servers) {
            if (admitted(server)) {
                return false;
            }
        }
        return true;
    }

    private boolean admitted(S server) {
        return server.health().trusted() || server.health().admits(nanoTime.getAsLong());
    }
}
