package dev.freshet.server.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final Flight flight = new Flight(0);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void everybodyIsToldOnHisOwnLoopInTheOrderOfComing() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        EventLoop other = loops.next();
        for (String each : List.of("a", "b", "c")) {
            flight.join(loop, _ -> told.add(each + loop.inEventLoop()));
        }
        CountDownLatch elsewhere = new CountDownLatch(1);
        flight.join(other, _ -> {
            if (other.inEventLoop()) {
                elsewhere.countDown();
            }
        });

        flight.land(new Landing.LookAgain());

        assertThat(elsewhere.await(5, TimeUnit.SECONDS)).isTrue();
        loop.submit(() -> {}).sync();
        assertThat(told).containsExactly("atrue", "btrue", "ctrue");
    }

    @Test
    void theFirstLandingCountsAndLatecomersHearIt() throws Exception {
        List<Landing> told = new CopyOnWriteArrayList<>();
        flight.join(loop, told::add);
        flight.land(new Landing.Unshared());
        flight.land(new Landing.LookAgain());

        assertThat(flight.join(loop, told::add)).isTrue();

        loop.submit(() -> {}).sync();
        assertThat(told).containsExactly(new Landing.Unshared(), new Landing.Unshared());
    }

    @Test
    void itIsAbandonedOnlyWhereNobodyWaits() throws Exception {
        flight.join(loop, _ -> {});
        assertThat(flight.awaited()).isTrue();
        assertThat(flight.abandon()).isFalse();

        Flight lonely = new Flight(0);
        assertThat(lonely.abandon()).isTrue();
        List<Landing> told = new CopyOnWriteArrayList<>();
        lonely.join(loop, told::add);
        loop.submit(() -> {}).sync();
        assertThat(told).containsExactly(new Landing.LookAgain());
    }

    @Test
    void thereIsRoomForSoManyAndNoMore() {
        int joined = 0;
        while (joined < 20_000 && flight.join(loop, _ -> {})) {
            joined++;
        }

        assertThat(joined).isEqualTo(10_000);
    }

    @Test
    void nobodyIsForgottenHoweverJoiningAndLandingMeet() throws Exception {
        for (int round = 0; round < 300; round++) {
            Flight each = new Flight(0);
            AtomicInteger told = new AtomicInteger();
            Thread joining = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50; i++) {
                    each.join(loop, _ -> told.incrementAndGet());
                }
            });
            each.land(new Landing.LookAgain());
            joining.join();
            loop.submit(() -> {}).sync();
            assertThat(told).hasValue(50);
        }
    }
}
