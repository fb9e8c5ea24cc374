package dev.freshet.upstream;

/**
 * One server after the other. Each loop begins elsewhere, or the first servers would get the first exchange of every loop.
 * Confined to one event loop.
 */
final class RoundRobin implements Balancer {
    private int next;

    /** Begins with the server of number {@code first}. */
    RoundRobin(int first) {
        next = first;
    }

    @Override
    public int choose(String target, Servers servers) {
        int count = servers.count();
        for (int i = 0; i < count; i++) {
            int server = (next + i) % count;
            if (servers.open(server)) {
                next = (server + 1) % count;
                return server;
            }
        }
        return NOBODY;
    }
}
