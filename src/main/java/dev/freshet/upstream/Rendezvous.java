package dev.freshet.upstream;

import java.util.List;

/**
 * The same path to the same server: of all that are open the one whose hash together with the path's is highest. When a
 * server leaves, its paths alone move, evenly to all others, and come back with it. Chosen over a ring of points: it is
 * even without hundreds of points for each server, and with so few servers as quick. Immutable.
 */
final class Rendezvous implements Balancer {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes;

    /** {@code labels}: what the servers are told apart by; their order does not matter. */
    Rendezvous(List<String> labels) {
        hashes = labels.stream().mapToLong(label -> hash(label, label.length())).toArray();
    }

    @Override
    public int choose(String target, Servers servers) {
        int query = target.indexOf('?');
        long path = hash(target, query < 0 ? target.length() : query);
        int best = NOBODY;
        long highest = 0;
        for (int i = 0; i < hashes.length; i++) {
            long weight = mixed(path ^ hashes[i]);
            if ((best == NOBODY || weight > highest) && servers.open(i)) {
                best = i;
                highest = weight;
            }
        }
        return best;
    }

    /** FNV-1a over the characters, then mixed: nothing of the JDK's promises to stay the same between versions. */
    private static long hash(String text, int length) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3: each bit of the input changes half of the output's. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
