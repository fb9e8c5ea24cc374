package dev.freshet.source.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.redis.Reply.Nil;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplyOutputTest {
    @Test
    void aStringHasItsBytes() {
        Reply.Bytes reply =
                (Reply.Bytes) decoded("$3\r\n\u00ff\r\u0000\r\n", 100).get();
        assertThat(reply.value()).containsExactly(0xff, '\r', 0);
    }

    @Test
    void nothingIsNilInEitherProtocol() {
        assertThat(decoded("$-1\r\n", 100).get()).isEqualTo(Nil.NIL);
        assertThat(decoded("*-1\r\n", 100).get()).isEqualTo(Nil.NIL);
        assertThat(decoded("_\r\n", 100).get()).isEqualTo(Nil.NIL);
    }

    @Test
    void anArrayKeepsItsOrderAndItsArrays() {
        assertThat(shown("*3\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n$1\r\nb\r\n")).isEqualTo("[a,[1,[]],b]");
    }

    @Test
    void aMapIsItsNamesAndValuesInTurn() {
        assertThat(shown("%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n,1.5\r\n")).isEqualTo("[a,1,b,1.5]");
    }

    @Test
    void aSetIsAnArray() {
        assertThat(shown("~2\r\n$1\r\nb\r\n#t\r\n")).isEqualTo("[b,1]");
    }

    @Test
    void anErrorWithinAnArrayIsAnElement() {
        assertThat(shown("*2\r\n-WRONGTYPE no\r\n:1\r\n")).isEqualTo("[!WRONGTYPE no,1]");
    }

    @Test
    void anErrorAloneIsTheErrorOfTheCommand() {
        ReplyOutput output = decoded("-ERR no\r\n", 100);
        assertThat(output.hasError()).isTrue();
        assertThat(output.getError()).isEqualTo("ERR no");
    }

    @Test
    void whatTheBudgetDoesNotAllowIsDropped() {
        ReplyOutput.Budget budget = new ReplyOutput.Budget(8);
        ReplyOutput output = new ReplyOutput(budget);
        decode("*3\r\n$3\r\naaa\r\n$3\r\nbbb\r\n$3\r\nccc\r\n", output);
        assertThat(budget.spent()).isTrue();
        assertThat(shown(output.get())).isEqualTo("[aaa,bbb]");
    }

    @Test
    void whatFitsTheBudgetExactlyIsKept() {
        ReplyOutput.Budget budget = new ReplyOutput.Budget(4);
        decode("$3\r\naaa\r\n", new ReplyOutput(budget));
        assertThat(budget.spent()).isFalse();
    }

    @Test
    void nothingThatComesAfterTheEndOfTheInquiryIsKept() {
        ReplyOutput.Budget budget = new ReplyOutput.Budget(100);
        ReplyOutput output = new ReplyOutput(budget);
        budget.spend();
        decode("*1\r\n$3\r\naaa\r\n", output);
        assertThat(shown(output.get())).isEqualTo("[]");
    }

    private static String shown(String wire) {
        return shown(decoded(wire, 1000).get());
    }

    private static String shown(Reply reply) {
        return switch (reply) {
            case Reply.Bytes(byte[] value) -> new String(value, UTF_8);
            case Reply.Whole(long value) -> String.valueOf(value);
            case Reply.Real(double value) -> String.valueOf(value);
            case Reply.Failure(String message) -> "!" + message;
            case Reply.Many(List<Reply> elements) ->
                elements.stream().map(ReplyOutputTest::shown).collect(Collectors.joining(",", "[", "]"));
            case Nil _ -> "nil";
        };
    }

    private static ReplyOutput decoded(String wire, long budgetBytes) {
        ReplyOutput output = new ReplyOutput(new ReplyOutput.Budget(budgetBytes));
        decode(wire, output);
        return output;
    }

    /** One byte at a time, as a slow network would bring it. */
    private static void decode(String wire, ReplyOutput output) {
        RedisStateMachine machine = new RedisStateMachine();
        ByteBuf buffer = Unpooled.buffer();
        boolean complete = false;
        for (byte each : wire.getBytes(ISO_8859_1)) {
            buffer.writeByte(each);
            complete = machine.decode(buffer, output);
        }
        assertThat(complete).isTrue();
    }
}
