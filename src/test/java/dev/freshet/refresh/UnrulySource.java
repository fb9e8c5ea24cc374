package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Fault;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Source;
import dev.freshet.source.Validators;
import dev.freshet.testing.VirtualClock;
import dev.freshet.testing.VirtualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A source that breaks every promise of {@link Source} now and then, at random, and keeps account of what it gave. Its
 * payloads carry the number of the value they were made from; only good ones are JSON. At times it fails for a while, as
 * an origin does that is down. With a fallback behind it, that gives the same values. Confined to the thread of the test.
 */
final class UnrulySource implements Source {
    private static final String[] GARBAGE = {"", "[", "<html>", "{\"value\":}", "[1] [2]", "[\"\u0001\"]", "NaN"};

    private final Random random;
    private final VirtualClock clock;
    private final VirtualTimer timer;
    private final boolean chain;
    private final List<Given> calls = new ArrayList<>();
    private long downUntilNanos;
    private int value;
    private boolean calm;
    private boolean strict;

    /** One fetch and what became of it. Confined to the thread of the test. */
    static final class Given {
        private final long startedNanos;
        private final Duration deadline;
        private final CompletableFuture<Fetched> future = new CompletableFuture<>();
        private @Nullable String goodJson;
        private long ageSeconds;
        private boolean inTime;
        private boolean forgotten;

        Given(long startedNanos, Duration deadline) {
            this.startedNanos = startedNanos;
            this.deadline = deadline;
        }

        long startedNanos() {
            return startedNanos;
        }

        /** When the payload was what the origin held, at the latest. */
        long heldAtNanos() {
            return startedNanos - Duration.ofSeconds(ageSeconds).toNanos();
        }

        /** Whether it brought {@code json} in time. */
        boolean brought(String json) {
            return inTime && json.equals(goodJson);
        }

        boolean isUnderWay(long nowNanos) {
            return !forgotten && !future.isDone() && nowNanos - startedNanos < deadline.toNanos();
        }
    }

    /** {@code chain}: whether it stands for a source with a fallback behind it, which has twice the time. */
    UnrulySource(Random random, VirtualClock clock, VirtualTimer timer, boolean chain) {
        this.random = random;
        this.clock = clock;
        this.timer = timer;
        this.chain = chain;
        this.downUntilNanos = clock.nanoTime();
    }

    /** From now on every fetch is prompt and good. */
    void calmDown() {
        calm = true;
    }

    /** The gate wants the value, and never a lower one. */
    void becomeStrict() {
        strict = true;
    }

    List<Given> calls() {
        return calls;
    }

    /** The refresher that began what is under way is gone. */
    void forgetWhatIsUnderWay() {
        calls.forEach(each -> each.forgotten = true);
    }

    boolean isUnderWay() {
        return !calls.isEmpty() && calls.getLast().isUnderWay(clock.nanoTime());
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        assertThat(isUnderWay()).as("a fetch that still runs").isFalse();
        int sources = chain && !request.fallbackOnly() ? 2 : 1;
        Given given =
                new Given(clock.nanoTime(), Bench.TIMEOUT.multipliedBy(sources).plus(Bench.MARGIN));
        calls.add(given);
        if (calm) {
            return promptly(given, good(given));
        }
        if (random.nextInt(200) == 0) {
            downUntilNanos =
                    given.startedNanos + random.nextLong(Duration.ofSeconds(30).toNanos());
        }
        return given.startedNanos - downUntilNanos < 0 ? promptly(given, down()) : unruly(given, request);
    }

    private Fetched down() {
        Fault fault = new Fault(Fault.Reason.STATUS, "down as simulated");
        return new Fetched.Failed(fault, random.nextInt(4) == 0 ? random.nextLong(40) : 0);
    }

    private CompletableFuture<Fetched> unruly(Given given, FetchRequest request) {
        return switch (random.nextInt(20)) {
            case 0 -> throw lost(given, new IllegalStateException("as simulated"));
            case 1 -> lost(given, null);
            case 2 -> CompletableFuture.failedFuture(lost(given, new IllegalStateException("as simulated")));
            case 3 -> given.future; // hangs for ever
            case 4, 5, 6, 7, 8, 9 -> promptly(given, answer(given, request));
            default -> {
                // Not at the very instant of the deadline, where either may come first.
                long delay = random.nextLong(3 * given.deadline.toNanos()) | 1;
                Fetched answer = answer(given, request);
                timer.schedule(given.startedNanos + delay, () -> {
                    given.inTime = delay < given.deadline.toNanos() && !given.forgotten;
                    given.future.complete(answer);
                });
                yield given.future;
            }
        };
    }

    /** Marks the fetch as over: the refresher is told so at once. */
    private static <T> T lost(Given given, T result) {
        given.future.complete(null);
        return result;
    }

    private static CompletableFuture<Fetched> promptly(Given given, Fetched fetched) {
        given.inTime = true;
        given.future.complete(fetched);
        return given.future;
    }

    private Fetched answer(Given given, FetchRequest request) {
        if (request.fallbackOnly() && random.nextBoolean()) {
            return good(given);
        }
        return switch (random.nextInt(10)) {
            case 0 -> new Fetched.Failed(new Fault(Fault.Reason.CONNECT, "as simulated"));
            case 1 -> new Fetched.Failed(new Fault(Fault.Reason.STATUS, "as simulated"));
            case 2 -> bad(GARBAGE[random.nextInt(GARBAGE.length)], "application/json");
            case 3 -> bad("1".repeat((int) Bench.MAX_BYTES + 1), "text/plain");
            case 4 -> bad("1", "text/plain\r\nX-Injected: 1");
            case 5 -> unchanged(given, request);
            case 6 -> strict ? bad("{\"other\":1}", "application/json") : good(given);
            case 7 -> strict ? older(given) : good(given);
            default -> good(given);
        };
    }

    private Fetched good(Given given) {
        value += random.nextInt(2);
        given.goodJson = json(value);
        given.ageSeconds = calm ? 0 : random.nextInt(3);
        Validators validators = new Validators(0, given.goodJson, null);
        return new Fetched.Fresh(payload(given.goodJson, "application/json"), validators, 1000 * given.ageSeconds);
    }

    /** From before some others, which may have been published or not. */
    private Fetched older(Given given) {
        given.goodJson = json(Math.max(0, value - random.nextInt(1, 10)));
        return new Fetched.Fresh(
                payload(given.goodJson, "application/json"), new Validators(0, given.goodJson, null), 0);
    }

    /** As an origin would: 304 to the validators of what it holds, else the payload. */
    private Fetched unchanged(Given given, FetchRequest request) {
        String current = json(value);
        if (!current.equals(request.validators().etag())) {
            return good(given);
        }
        given.goodJson = current;
        return new Fetched.Unchanged(request.validators(), 0);
    }

    /** Its validators are a trap: a 304 to them must never come to confirm anything. */
    private Fetched bad(String text, String mediaType) {
        return new Fetched.Fresh(payload(text, mediaType), new Validators(0, json(value), null), 0);
    }

    private static String json(int value) {
        return "{\"value\":" + value + "}";
    }

    private static Payload payload(String text, String mediaType) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), mediaType);
    }

    @Override
    public String description() {
        return "unruly";
    }
}
