package dev.freshet.cli;

import dev.freshet.config.Address;
import dev.freshet.demo.DemoConfiguration;
import dev.freshet.demo.DemoOrigin;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked of the demo. Immutable.
 *
 * @param listen where HTTPS is served
 * @param originPort null: the usual one, or a free one when that is taken
 * @param originDelay before each answer of the origin
 * @param redis null: without Redis; empty: one that the demo starts; else its URI
 * @param certificates the folder of the development certificates
 */
record DemoOptions(
        Address listen,
        @Nullable Integer originPort,
        Duration originDelay,
        @Nullable String redis,
        Path certificates) {
    static final long SEED = 2026;
    static final Address ORIGIN = new Address("127.0.0.1", 9000);
    static final Address ADMIN = new Address("127.0.0.1", 9900);

    /** The configuration, good in every folder, given what is known only when the rest was started. */
    DemoConfiguration configuration(Address admin, Address origin, @Nullable String redisUri) {
        Path folder = certificates.toAbsolutePath().normalize();
        return new DemoConfiguration(listen, admin, origin, redisUri, folder, DemoOrigin.paths());
    }
}
