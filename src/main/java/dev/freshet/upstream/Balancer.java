package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig.Balance;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses the server for the next exchange. Implementations are confined to one event loop. */
interface Balancer {
    /** Nobody is open. */
    int NOBODY = -1;

    /** The servers of an upstream as a balancer sees them, by number. Implementations are confined to one event loop. */
    interface Servers {
        int count();

        /** Whether it may be chosen now. */
        boolean open(int server);

        /** Exchanges under way there. */
        int load(int server);
    }

    /** The number of one of {@code servers} that is open, for a request of {@code target}; or {@link #NOBODY}. */
    int choose(String target, Servers servers);

    /** {@code labels}: of the servers, unique, the same in every process. */
    static Balancer of(Balance balance, List<String> labels, SplittableRandom random) {
        return switch (balance) {
            case LEAST_REQUESTS -> new LeastOfTwo(random);
            case ROUND_ROBIN -> new RoundRobin(random.nextInt(labels.size()));
            case HASH -> new Rendezvous(labels);
        };
    }
}
