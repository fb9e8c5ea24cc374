package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one frame ends, however its bytes arrive. Confined to the test's thread. */
final class Http2FrameCutterTest {
    private static final int PREFACE_BYTES =
            Http2CodecUtil.connectionPrefaceBuf().readableBytes();

    private final Http2FrameCutter cutter = new Http2FrameCutter();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void framesAreCutWhereTheyEndHoweverTheyArrive(long seed) {
        Random random = new Random(seed);
        ByteBuf sent = Unpooled.buffer().writeBytes(Http2CodecUtil.connectionPrefaceBuf());
        List<Integer> lengths = new ArrayList<>();
        for (int frame = 0; frame < 200; frame++) {
            int payload = random.nextInt(10) == 0 ? Http2Frame.MAX_PAYLOAD_BYTES : random.nextInt(100);
            Http2Frame.begin(sent, payload, Http2Frame.DATA, 0, 1);
            sent.writeZero(payload);
            lengths.add(Http2Frame.HEADER_BYTES + payload);
        }

        assertThat(cut(sent, random)).isEqualTo(lengths);
        assertThat(sent.isReadable()).isFalse();
    }

    @Test
    void aFrameThatIsNotCompleteIsWaitedFor() {
        int _ = cutter.next(Unpooled.buffer().writeZero(PREFACE_BYTES));
        ByteBuf in = Unpooled.buffer();
        Http2Frame.begin(in, 5, Http2Frame.DATA, 0, 1);

        assertThat(cutter.next(in.slice(0, 8))).isZero();
        assertThat(cutter.next(in.writeZero(4))).isZero();
        assertThat(cutter.next(in.writeZero(1))).isEqualTo(14);
    }

    @Test
    void aFrameLongerThanAllowedIsNotWaitedFor() {
        int _ = cutter.next(Unpooled.buffer().writeZero(PREFACE_BYTES));
        ByteBuf in = Unpooled.buffer();
        Http2Frame.begin(in, Http2Frame.MAX_PAYLOAD_BYTES + 1, Http2Frame.DATA, 0, 1);

        assertThat(cutter.next(in.writeZero(3))).isEqualTo(Http2Frame.HEADER_BYTES + 3);
    }

    @Test
    void thePrefaceMayComeByteByByte() {
        for (int sent = 0; sent < PREFACE_BYTES; sent++) {
            assertThat(cutter.pastPreface()).isFalse();
            assertThat(cutter.next(Unpooled.buffer().writeByte('P'))).isEqualTo(1);
        }

        assertThat(cutter.pastPreface()).isTrue();
    }

    /** The lengths of what is cut off behind the preface, {@code sent} coming in pieces. */
    private List<Integer> cut(ByteBuf sent, Random random) {
        List<Integer> lengths = new ArrayList<>();
        int arrived = 0;
        while (arrived < sent.writerIndex()) {
            arrived = Math.min(sent.writerIndex(), arrived + 1 + random.nextInt(3_000));
            ByteBuf in = sent.slice(sent.readerIndex(), arrived - sent.readerIndex());
            boolean frames = cutter.pastPreface();
            for (int next = cutter.next(in); next > 0; next = cutter.next(in)) {
                in.skipBytes(next);
                sent.skipBytes(next);
                if (frames) {
                    lengths.add(next);
                }
                frames = cutter.pastPreface();
            }
        }
        return lengths;
    }
}
