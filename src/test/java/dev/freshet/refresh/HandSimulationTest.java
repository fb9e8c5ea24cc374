package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator who does anything at any time, over a source that does the same, from a seed. */
final class HandSimulationTest {
    private static final String PATH = "/live.json";
    private static final ResourceKey KEY = new ResourceKey(null, PATH, true);
    private static final int ACTS = 2000;

    private final Bench bench = new Bench();
    private final Map<Long, String> payloads = new HashMap<>();
    private long pinEndsNanos;
    private String pinned;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void aPinIsServedForItsTimeAndNothingElseEverChangesWhatIsServed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScriptedSource source = bench.add(PATH);
        source.script(call -> answer(random, call));
        bench.start();
        for (int i = 0; i < ACTS; i++) {
            act(random, i);
            check();
            bench.advance(Duration.ofMillis(random.nextInt(1, 1500)));
            check();
        }
        bench.refresher().stop();
        bench.close();
    }

    private static CompletableFuture<Fetched> answer(SplittableRandom random, ScriptedSource.Call call) {
        return switch (random.nextInt(6)) {
            case 0 -> call.answer();
            case 1 -> CompletableFuture.completedFuture(failed(Reason.CONNECT));
            case 2 -> CompletableFuture.completedFuture(fresh("{\"half\":"));
            default -> CompletableFuture.completedFuture(fresh("{\"n\":" + call.number() / 2 + "}"));
        };
    }

    private void act(SplittableRandom random, int i) {
        Duration time = Duration.ofMillis(random.nextInt(1000, 8000));
        long nowNanos = bench.clock.nanoTime();
        switch (random.nextInt(8)) {
            case 0 ->
                pin(new Act.Pin(ScriptedSource.payload("\"hand " + i + '"', "application/json"), time, false), time);
            case 1 -> {
                Snapshot newest = bench.cache.newest(KEY);
                long last = newest == null ? 1 : newest.version().number();
                pin(new Act.PinVersion(Math.max(1, last - random.nextInt(6)), time), time);
            }
            case 2 -> {
                if (done(new Act.Unpin())) {
                    assertThat(pinned).isNotNull();
                    pinned = null;
                } else {
                    assertThat(pinned).isNull();
                }
            }
            case 3 -> done(new Act.Pause(random.nextBoolean() ? null : time));
            case 4, 5 -> done(new Act.Resume());
            case 6 -> done(new Act.Refresh());
            default -> assertThat(pin("{\"half\":", nowNanos)).isFalse();
        }
    }

    private boolean pin(String broken, long nowNanos) {
        assertThat(bench.clock.nanoTime()).isEqualTo(nowNanos);
        return done(new Act.Pin(ScriptedSource.payload(broken, "application/json"), Duration.ofMinutes(1), true));
    }

    private void pin(Act act, Duration time) {
        if (done(act)) {
            pinned = text(bench.cache.get(KEY));
            pinEndsNanos = bench.clock.nanoTime() + time.toNanos();
        }
    }

    private boolean done(Act act) {
        CompletableFuture<Deed> deed = bench.refresher().hand().act(KEY, act);
        bench.advance(Duration.ZERO);
        return deed.join() instanceof Deed.Done;
    }

    /** One number is of one payload for ever, the served one is the pin or the newest, and nothing broken is either. */
    private void check() {
        if (pinned != null && bench.clock.nanoTime() - pinEndsNanos >= 0) {
            pinned = null;
        }
        Snapshot served = bench.cache.get(KEY);
        Snapshot newest = bench.cache.newest(KEY);
        for (Snapshot each : new Snapshot[] {served, newest}) {
            if (each != null) {
                String text = text(each);
                assertThat(payloads.computeIfAbsent(each.version().number(), _ -> text))
                        .isEqualTo(text)
                        .doesNotContain("half");
            }
        }
        if (pinned == null) {
            assertThat(served).isSameAs(newest);
        } else {
            assertThat(text(served)).isEqualTo(pinned);
        }
    }

    private static String text(Snapshot snapshot) {
        return new String(snapshot.identity().body(), StandardCharsets.UTF_8);
    }
}
