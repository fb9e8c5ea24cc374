package dev.freshet.tls;

import dev.freshet.observe.Clock;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys that session tickets are sealed with. Tickets carry the whole session (RFC 5077, RFC 8446 section 4.6.1), so a
 * resumption needs no memory here and outlives a change of certificates. A new key is made twice a day, because whoever
 * learns a key can read what its tickets protect; the last keys still open older tickets. Thread-safe: the list is
 * immutable and replaced by whoever wins the compare-and-set of the next rotation's time.
 */
final class TicketKeys {
    static final Duration ROTATION = Duration.ofHours(12);
    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final AtomicLong nextRotationNanos;
    private volatile List<OpenSslSessionTicketKey> keys;

    TicketKeys(Clock clock) {
        this.clock = clock;
        this.nextRotationNanos = new AtomicLong(clock.nanoTime() + ROTATION.toNanos());
        this.keys = List.of(newKey());
    }

    /** The keys, the one for new tickets first. */
    OpenSslSessionTicketKey[] current() {
        return keys.toArray(OpenSslSessionTicketKey[]::new);
    }

    /** Makes a new key if it is time to; returns whether it did. */
    boolean rotateIfDue() {
        long now = clock.nanoTime();
        long due = nextRotationNanos.get();
        if (now - due < 0 || !nextRotationNanos.compareAndSet(due, now + ROTATION.toNanos())) {
            return false;
        }
        List<OpenSslSessionTicketKey> rotated = new ArrayList<>(KEPT);
        rotated.add(newKey());
        keys.stream().limit(KEPT - 1).forEach(rotated::add);
        keys = List.copyOf(rotated);
        return true;
    }

    private OpenSslSessionTicketKey newKey() {
        return new OpenSslSessionTicketKey(
                randomBytes(OpenSslSessionTicketKey.NAME_SIZE),
                randomBytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                randomBytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
