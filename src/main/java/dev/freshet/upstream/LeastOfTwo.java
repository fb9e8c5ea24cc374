package dev.freshet.upstream;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks at two servers taken at random and chooses the one with fewer exchanges: nearly as even as looking at all of
 * them, without the herd that follows when every loop picks the same least one. Confined to one event loop.
 */
final class LeastOfTwo implements Balancer {
    private final SplittableRandom random = new SplittableRandom();

    @Override
    public @Nullable ServerPool choose(List<ServerPool> servers, @Nullable ServerPool except) {
        int count = servers.size();
        if (count > 1) {
            int first = random.nextInt(count);
            int second = (first + 1 + random.nextInt(count - 1)) % count;
            ServerPool chosen = better(servers.get(first), servers.get(second), except);
            if (chosen != null) {
                return chosen;
            }
        }
        ServerPool best = null;
        for (ServerPool each : servers) {
            best = better(best, each, except);
        }
        return best;
    }

    private static @Nullable ServerPool better(
            @Nullable ServerPool one, ServerPool other, @Nullable ServerPool except) {
        ServerPool left = one == null || one == except || !one.available() ? null : one;
        ServerPool right = other == except || !other.available() ? null : other;
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return right.load() < left.load() ? right : left;
    }
}
