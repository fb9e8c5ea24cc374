package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    private static final byte[] NEAR = {'\r', '\n', 0x0c, 0x0e, 0x09, 0x0b, (byte) 0x8d, (byte) 0x8a, 0, -1, 'a'};

    @Test
    void findsWhatALookAtEachByteFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = NEAR[2 + random.nextInt(NEAR.length - 2)];
            }
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = NEAR[random.nextInt(2)];
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '\r' && bytes[expected] != '\n') {
                expected++;
            }

            assertThat(LineEnds.next(bytes, from, bytes.length)).isEqualTo(expected);
        }
    }
}
