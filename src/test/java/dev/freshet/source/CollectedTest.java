package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectedTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, -1",
        "1, 1",
        "8191, -1",
        "8192, -1",
        "8193, -1",
        "1048576, 1048576",
        "1048577, 1048577",
        "5000000, 5000000",
        "5000000, -1",
        "100, 50",
        "2000000, 10",
        "100, 5000000",
    })
    void itHasWhatCame(int length, long declared) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Collected collected = new Collected(declared);
        ByteBuf data = Unpooled.wrappedBuffer(bytes);
        for (int part = 1; data.isReadable(); part += 1 + part / 2) {
            collected.add(data.readSlice(Math.min(part, data.readableBytes())));
        }

        assertThat(collected.whole()).isEqualTo(bytes);
    }
}
