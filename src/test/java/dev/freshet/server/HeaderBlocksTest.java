package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that leave the dynamic table alone, with Netty's decoder as the judge. Confined to the test's thread. */
final class HeaderBlocksTest {
    private static final int ROUNDS = Integer.getInteger("freshet.fuzz", 20_000);
    private static final String TWO_INDEXED = "4003782d61013140" + "03782d620132"; // x-a: 1, then x-b: 2
    private static final String BOTH = "bfbe"; // the older, then the newer entry of the dynamic table

    @ParameterizedTest
    @CsvSource({
        "82868487, true, indexed fields",
        "0f0d0131, true, a literal without indexing whose name has an index of two octets",
        "0003782d630133, true, a literal without indexing with a new name",
        "1003782d630133, true, a literal never to be indexed",
        "4003782d630133, false, a literal to be indexed",
        "6103782d63, false, a literal to be indexed whose name has an index",
        "20, false, the table is emptied",
        "3fe11f, false, the table's size is said again",
        "8220, false, a change behind an indexed field",
        "0003782d6301, false, a value that is cut off",
        "0003782d, false, a name that is cut off",
        "ff, false, an index that is cut off",
        "007fffffff7f, false, a name longer than anything",
    })
    void onlyWhatLeavesTheTableAloneIsSaidTo(String block, boolean expected, String reason) {
        ByteBuf bytes = bytes(block);

        assertThat(HeaderBlocks.leaveTable(bytes, 0, bytes.readableBytes()))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nettysDecoderFindsTheTableAsItWas(long defaultSeed) throws Exception {
        long seed = Long.getLong("freshet.seed", defaultSeed);
        Random random = new Random(seed);
        int left = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuf block = mutated(block(random), random);
            if (HeaderBlocks.leaveTable(block, 0, block.readableBytes())) {
                left++;
                DefaultHttp2HeadersDecoder decoder = decoder();
                decode(decoder, block.duplicate());

                assertThat(fields(decoder, bytes(BOTH)))
                        .as("seed %d, round %d, block %s", seed, round, ByteBufUtil.hexDump(block))
                        .isEqualTo("x-a=1 x-b=2 ");
            }
        }
        assertThat(left).as("blocks that leave the table alone").isGreaterThan(ROUNDS / 10);
    }

    @Test
    void whatIsWrittenMeansTheSameOnEveryConnectionAtAnyTime() throws Exception {
        Http2Headers headers = new DefaultHttp2Headers()
                .status("200")
                .add("content-type", "application/json")
                .add("etag", "\"a\"")
                .add("age", "3");
        ByteBuf block = Unpooled.buffer();
        new HeaderBlocks().write(headers, block);

        assertThat(HeaderBlocks.leaveTable(block, 0, block.readableBytes())).isTrue();
        DefaultHttp2HeadersDecoder decoder = decoder();
        String first = fields(decoder, block.duplicate());
        assertThat(first).isEqualTo(":status=200 content-type=application/json etag=\"a\" age=3 ");
        assertThat(fields(decoder, block.duplicate())).isEqualTo(first);
    }

    /** With the two entries in its table. */
    private static DefaultHttp2HeadersDecoder decoder() throws Http2Exception {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        decoder.decodeHeaders(1, bytes(TWO_INDEXED));
        return decoder;
    }

    private static void decode(DefaultHttp2HeadersDecoder decoder, ByteBuf block) {
        try {
            decoder.decodeHeaders(1, block);
        } catch (Http2Exception _) {
            // What is malformed must leave the table alone as well.
        }
    }

    private static String fields(DefaultHttp2HeadersDecoder decoder, ByteBuf block) throws Http2Exception {
        StringBuilder text = new StringBuilder();
        decoder.decodeHeaders(1, block)
                .forEach(each -> text.append(each.getKey())
                        .append('=')
                        .append(each.getValue())
                        .append(' '));
        return text.toString();
    }

    /** As a client's encoder makes it that indexes everything, nothing, or calls everything sensitive. */
    private static ByteBuf block(Random random) throws Http2Exception {
        boolean sensitive = random.nextBoolean();
        Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder((_, _) -> sensitive, true, 16, 0);
        boolean indexes = random.nextInt(4) == 0;
        if (!indexes) {
            encoder.configuration().maxHeaderTableSize(0);
            encoder.encodeHeaders(1, new DefaultHttp2Headers(false), Unpooled.buffer());
        }
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int count = random.nextInt(6); count >= 0; count--) {
            switch (random.nextInt(3)) {
                case 0 -> headers.add(":method", "GET");
                case 1 -> headers.add("accept-encoding", "x".repeat(random.nextInt(200)));
                default -> headers.add("x-" + random.nextInt(5), Integer.toString(random.nextInt(1000)));
            }
        }
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        return out;
    }

    private static ByteBuf mutated(ByteBuf block, Random random) {
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            block.setByte(random.nextInt(block.readableBytes()), random.nextInt(256));
        }
        return random.nextInt(5) == 0 ? block.slice(0, random.nextInt(block.readableBytes() + 1)) : block;
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
