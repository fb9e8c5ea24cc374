package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over the tests sees what it is there for. Confined to the test's thread. */
final class LeakCheckTest {
    private static final Logger log = LoggerFactory.getLogger(LeakCheckTest.class);
    private static final Set<Watch.Matter> EVERYTHING = EnumSet.allOf(Watch.Matter.class);

    private final Watch watch = new Watch();
    private boolean watched;

    @RegisterExtension
    final BeforeEachCallback look =
            context -> watched = context.getStore(LeakCheck.NAMESPACE).get(Watch.class) != null;

    @Test
    void aBufferThatIsNotReleasedIsFoundWithoutTheCollector() {
        ByteBuf leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);

        Throwable failure = catchThrowable(() -> watch.verify(EVERYTHING, Duration.ZERO));

        leaked.release();
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("not released: 1");
        assertThat(failure.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("aBufferThatIsNotReleasedIsFoundWithoutTheCollector"));
    }

    @Test
    void heapAndCompositeBuffersAreCountedToo() {
        ByteBuf heap = PooledByteBufAllocator.DEFAULT.heapBuffer(16);
        ByteBuf composite = PooledByteBufAllocator.DEFAULT.compositeBuffer();
        ByteBuf unpooled = Unpooled.directBuffer(16);

        Throwable failure = catchThrowable(() -> watch.verify(EVERYTHING, Duration.ZERO));

        heap.release();
        composite.release();
        unpooled.release();
        assertThat(failure).hasMessageContaining("not released: 3");
    }

    @Test
    void aReleasedBufferIsNoLeak() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void aRetainedSliceKeepsTheBufferOpen() {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16).writeZero(16);
        ByteBuf slice = buffer.retainedSlice(0, 4);
        buffer.release();

        Throwable failure = catchThrowable(() -> watch.verify(EVERYTHING, Duration.ZERO));

        slice.release();
        assertThat(failure).hasMessageContaining("not released");
    }

    @Test
    void aBufferReleasedByAnotherThreadAMomentLaterIsNoLeak() {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        CountDownLatch verifying = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            awaitQuietly(verifying);
            buffer.release();
        });

        verifying.countDown();

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ofSeconds(10))).doesNotThrowAnyException();
    }

    @Test
    void aLeakIsReportedOnce() {
        ByteBuf leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        assertThatThrownBy(() -> watch.verify(EVERYTHING, Duration.ZERO)).isInstanceOf(AssertionError.class);

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();

        leaked.release();
    }

    @Test
    void aBufferFromBeforeTheWatchIsNotItsConcern() {
        ByteBuf older = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        Watch later = new Watch();

        assertThatCode(() -> later.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();

        older.release();
    }

    @Test
    void aConstantIsNoLeak() {
        assertThat(Constant.BUFFER.refCnt()).isOne();

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void anUnexpectedWarningFails() {
        log.warn("endpoints[0]: {}", "stale");

        assertThatThrownBy(() -> watch.verify(EVERYTHING, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("WARN dev.freshet.testing.LeakCheckTest: endpoints[0]: stale");
    }

    @Test
    void aCapturedWarningIsTheTestsToJudge() {
        try (LogCapture capture = new LogCapture()) {
            log.info("started");
            log.warn("stale");
            log.error("lost");

            assertThat(capture.warnings()).containsExactly("stale", "lost");
            assertThat(capture.messages()).containsExactly("started", "stale", "lost");
        }
        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void aCaptureWaitsForAnEventOfAnotherThread() {
        try (LogCapture capture = new LogCapture()) {
            Thread.ofVirtual().start(() -> log.warn("certificate reloaded in vain"));

            assertThat(capture.await("reloaded")).isEqualTo("certificate reloaded in vain");
        }
    }

    @Test
    @MayWarn("shows that a declared warning does not fail a test")
    void aDeclaredWarningIsAllowed() {
        log.warn("declared");

        assertThat(watch).isNotNull();
    }

    @Test
    void informationIsNoWarning() {
        log.info("started");

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void whatATestThatFailedLeftBehindIsForgiven() {
        ByteBuf leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        log.warn("on the way down");

        watch.forgive();

        assertThatCode(() -> watch.verify(EVERYTHING, Duration.ZERO)).doesNotThrowAnyException();
        leaked.release();
    }

    @Test
    void buffersOfAClassThatPreparesForAllAreLookedAtWhenItEnds() {
        assertThat(LeakCheck.preparesForAll(LeakCheckTest.class)).isFalse();
        assertThat(LeakCheck.preparesForAll(Prepared.class)).isTrue();
    }

    @Test
    void theExtensionIsRegisteredForEveryTest() {
        assertThat(watched).isTrue();
    }

    @Nested
    final class Prepared {
        private static final List<ByteBuf> SHARED = new ArrayList<>();

        @BeforeAll
        static void open() {
            SHARED.add(PooledByteBufAllocator.DEFAULT.directBuffer(16));
        }

        @AfterAll
        static void release() {
            SHARED.forEach(ByteBuf::release);
        }

        @Test
        void whatIsSharedMayStayOpenBetweenTests() {
            assertThat(SHARED).allMatch(buffer -> buffer.refCnt() == 1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Constant {
        static final ByteBuf BUFFER = Unpooled.directBuffer(1);
    }
}
