package dev.freshet.server.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeldBodiesTest {
    private static final int ROOM = 100;

    private final HeldBodies held = new HeldBodies(ROOM);
    private final List<Client> cutOff = new ArrayList<>();

    @Test
    void whoHoldsMostIsCutOffWhoeverAsksLast() {
        Client greedy = new Client();
        take(greedy, 40);
        take(greedy, 40);
        Client modest = new Client();
        take(modest, 30);

        assertThat(cutOff).containsExactly(greedy);
        assertThat(held.heldBytes()).isEqualTo(30);
    }

    @Test
    void ofSeveralWhoHoldTheSameTheFirstIsCutOff() {
        List<Client> clients = List.of(new Client(), new Client(), new Client(), new Client());
        clients.forEach(each -> take(each, 30));

        assertThat(cutOff).containsExactly(clients.getFirst());
        assertThat(held.heldBytes()).isEqualTo(90);
    }

    @Test
    void asManyAreCutOffAsItTakes() {
        List<Client> clients = List.of(new Client(), new Client(), new Client());
        clients.forEach(each -> take(each, 30));
        take(new Client(), 30 + 1);
        assertThat(cutOff).hasSize(1);
        Client last = new Client();
        take(last, ROOM);

        assertThat(cutOff).hasSize(2).endsWith(last);
    }

    @Test
    void aBodyCountsOnceHoweverManyTakeIt() {
        Object body = new Object();
        List<HeldBodies.Hold> holds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            holds.add(held.hold(body, ROOM, () -> false, new Client()));
        }

        assertThat(cutOff).isEmpty();
        assertThat(held.heldBytes()).isEqualTo(ROOM);
        holds.subList(0, 9).forEach(HeldBodies.Hold::close);
        assertThat(held.heldBytes()).isEqualTo(ROOM);
        holds.getLast().close();
        assertThat(held.heldBytes()).isZero();
    }

    @Test
    void thoseWhoTakeTheSameShareIt() {
        Object body = new Object();
        for (int i = 0; i < 10; i++) {
            held.hold(body, 80, () -> false, new Client());
        }
        Client alone = new Client();
        take(alone, 30);

        assertThat(cutOff).containsExactly(alone);
    }

    @Test
    void whatIsNeededAnywayDoesNotCountUntilItIsNot() {
        AtomicBoolean needed = new AtomicBoolean(true);
        Client first = new Client();
        for (int i = 0; i < 10; i++) {
            held.hold(new Object(), ROOM, needed::get, first);
        }
        assertThat(cutOff).isEmpty();
        assertThat(held.heldBytes()).isZero();
        needed.set(false);
        take(new Client(), 1);

        assertThat(cutOff).containsExactly(first);
        assertThat(held.heldBytes()).isEqualTo(1);
    }

    @Test
    void whatIsLetGoOfTwiceIsLetGoOfOnce() {
        Client client = new Client();
        HeldBodies.Hold once = take(client, 10);
        take(client, 10);
        once.close();
        once.close();

        assertThat(held.heldBytes()).isEqualTo(10);
    }

    @Test
    void whoIsCutOffHoldsNothingAndLetsGoOfNothing() {
        Object body = new Object();
        Client greedy = new Client();
        HeldBodies.Hold lost = held.hold(body, 60, () -> false, greedy);
        take(greedy, 30);
        held.hold(body, 60, () -> false, new Client());
        take(new Client(), 20);
        assertThat(cutOff).containsExactly(greedy);
        lost.close();

        assertThat(held.heldBytes()).isEqualTo(80);
    }

    private HeldBodies.Hold take(Client client, int bytes) {
        return held.hold(new Object(), bytes, () -> false, client);
    }

    /** Confined to the test. */
    private final class Client implements HeldBodies.Reader {
        @Override
        public void cutOff() {
            cutOff.add(this);
        }
    }
}
