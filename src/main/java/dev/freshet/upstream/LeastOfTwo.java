package dev.freshet.upstream;

import java.util.SplittableRandom;

/**
 * Looks at two servers taken at random and chooses the one with fewer exchanges: nearly as even as looking at all of
 * them, without the herd that follows when every loop picks the same least one. Confined to one event loop.
 */
final class LeastOfTwo implements Balancer {
    private final SplittableRandom random;

    LeastOfTwo(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public int choose(String target, Servers servers) {
        int count = servers.count();
        if (count > 1) {
            int first = random.nextInt(count);
            int second = (first + 1 + random.nextInt(count - 1)) % count;
            int chosen = better(open(first, servers), second, servers);
            if (chosen != NOBODY) {
                return chosen;
            }
        }
        int best = NOBODY;
        for (int i = 0; i < count; i++) {
            best = better(best, i, servers);
        }
        return best;
    }

    private static int better(int best, int other, Servers servers) {
        int right = open(other, servers);
        if (best == NOBODY || right == NOBODY) {
            return best == NOBODY ? right : best;
        }
        return servers.load(right) < servers.load(best) ? right : best;
    }

    private static int open(int server, Servers servers) {
        return servers.open(server) ? server : NOBODY;
    }
}
