package dev.freshet.server;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Two values of one length with the same CRC-32C, found once by trying. Immutable. */
final class Colliding {
    static final List<String> VALUES = find();

    private Colliding() {}

    private static List<String> find() {
        Map<Long, String> seen = new HashMap<>();
        CRC32C checksum = new CRC32C();
        for (long i = 0; ; i++) {
            String value = String.format("%013d", i * 2_654_435_761L);
            checksum.reset();
            checksum.update(value.getBytes(StandardCharsets.US_ASCII));
            String earlier = seen.put(checksum.getValue(), value);
            if (earlier != null) {
                return List.of(earlier, value);
            }
        }
    }
}
