package dev.freshet.source.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotMapTest {
    private static final Address ASKED = new Address("10.0.0.9", 7000);
    private static final Address A = new Address("10.0.0.1", 7001);
    private static final Address B = new Address("10.0.0.2", 7002);
    private static final Address C = new Address("10.0.0.3", 7003);

    private final SlotMap map =
            SlotMap.of(new Reply.Many(List.of(stretch(0, 99, A), stretch(100, 199, B), stretch(300, 399, A))), ASKED);

    @Test
    void everySlotHasTheMasterOfItsStretch() {
        assertThat(map.master(0)).isEqualTo(A);
        assertThat(map.master(99)).isEqualTo(A);
        assertThat(map.master(100)).isEqualTo(B);
        assertThat(map.master(399)).isEqualTo(A);
        assertThat(map.masters()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void aSlotOfNobodyHasNone() {
        assertThat(map.master(200)).isNull();
        assertThat(map.master(299)).isNull();
        assertThat(map.master(400)).isNull();
    }

    @Test
    void aSlotThatMovesLeavesItsNeighboursWhereTheyAre() {
        SlotMap moved = map.with(150, C).with(100, C).with(199, C).with(250, C);
        assertThat(List.of(100, 150, 199, 250))
                .allSatisfy(slot -> assertThat(moved.master(slot)).isEqualTo(C));
        assertThat(List.of(101, 149, 151, 198))
                .allSatisfy(slot -> assertThat(moved.master(slot)).isEqualTo(B));
        assertThat(moved.master(99)).isEqualTo(A);
        assertThat(moved.master(251)).isNull();
        assertThat(map.master(150)).isEqualTo(B);
    }

    @Test
    void aMasterThatDoesNotKnowItsHostIsWhereItWasAsked() {
        Reply unknown = new Reply.Many(List.of(
                new Reply.Whole(0), new Reply.Whole(9), new Reply.Many(List.of(Reply.Nil.NIL, new Reply.Whole(7005)))));
        assertThat(SlotMap.of(new Reply.Many(List.of(unknown)), ASKED).master(0))
                .isEqualTo(new Address("10.0.0.9", 7005));
    }

    @Test
    void whatIsNoMapIsEmpty() {
        assertThat(SlotMap.of(Reply.Nil.NIL, ASKED).masters()).isEmpty();
        assertThat(SlotMap.of(new Reply.Many(List.of(new Reply.Whole(1))), ASKED)
                        .masters())
                .isEmpty();
    }

    private static Reply stretch(int first, int last, Address master) {
        Reply node = new Reply.Many(List.of(
                new Reply.Bytes(master.host().getBytes(UTF_8)),
                new Reply.Whole(master.port()),
                new Reply.Bytes("id".getBytes(UTF_8))));
        return new Reply.Many(List.of(new Reply.Whole(first), new Reply.Whole(last), node));
    }
}
