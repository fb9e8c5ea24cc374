package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Source;
import dev.freshet.source.Validators;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A source that breaks every promise of {@link Source} now and then, at random, and keeps account of what it gave. Its
 * payloads carry the number of the value they were made from; only good ones are JSON. Confined to the thread of the test.
 */
final class UnrulySource implements Source {
    private static final String[] GARBAGE = {"", "[", "<html>", "{\"value\":}", "[1] [2]", "[\"\u0001\"]", "NaN"};

    private final Random random;
    private final Clock clock;
    private final Timer timer;
    private final Duration deadline;
    private final List<Given> calls = new ArrayList<>();
    private int value;
    private boolean calm;

    /** One fetch and what became of it. Confined to the thread of the test. */
    static final class Given {
        private final long startedNanos;
        private final long startedMillis;
        private final CompletableFuture<Fetched> future = new CompletableFuture<>();
        private @Nullable String goodJson;
        private long ageSeconds;
        private boolean inTime;

        Given(long startedNanos, long startedMillis) {
            this.startedNanos = startedNanos;
            this.startedMillis = startedMillis;
        }

        long startedNanos() {
            return startedNanos;
        }

        long startedMillis() {
            return startedMillis;
        }

        /** Whether this fetch alone justifies a snapshot of {@code json} confirmed at {@code millis}. */
        boolean justifies(String json, long millis) {
            return inTime && json.equals(goodJson) && millis == startedMillis - 1000 * ageSeconds;
        }

        /** Whether it brought {@code json} in time. */
        boolean brought(String json) {
            return inTime && json.equals(goodJson);
        }
    }

    UnrulySource(Random random, Clock clock, Timer timer, Duration deadline) {
        this.random = random;
        this.clock = clock;
        this.timer = timer;
        this.deadline = deadline;
    }

    /** From now on every fetch is prompt and good. */
    void calmDown() {
        calm = true;
    }

    List<Given> calls() {
        return calls;
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        long now = clock.nanoTime();
        if (!calls.isEmpty() && !calls.getLast().future.isDone()) {
            assertThat(now - calls.getLast().startedNanos)
                    .as("since the fetch that still runs")
                    .isGreaterThanOrEqualTo(deadline.toNanos());
        }
        Given given = new Given(now, clock.epochMillis());
        calls.add(given);
        return calm ? promptly(given, good(given)) : unruly(given, request);
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
                long delay = random.nextLong(3 * deadline.toNanos()) | 1;
                Fetched answer = answer(given, request);
                timer.schedule(given.startedNanos + delay, () -> {
                    given.inTime = delay < deadline.toNanos();
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
        return switch (random.nextInt(10)) {
            case 0 -> new Fetched.Failed(new Fault(Fault.Reason.CONNECT, "as simulated"));
            case 1 -> new Fetched.Failed(new Fault(Fault.Reason.STATUS, "as simulated"));
            case 2 -> bad(GARBAGE[random.nextInt(GARBAGE.length)], "application/json");
            case 3 -> bad("1".repeat((int) Bench.MAX_BYTES + 1), "text/plain");
            case 4 -> bad("1", "text/plain\r\nX-Injected: 1");
            case 5 -> unchanged(given, request);
            default -> good(given);
        };
    }

    private Fetched good(Given given) {
        value += random.nextInt(2);
        given.goodJson = "{\"value\":" + value + "}";
        given.ageSeconds = calm ? 0 : random.nextInt(3);
        Validators validators = new Validators(0, given.goodJson, null);
        return new Fetched.Fresh(payload(given.goodJson, "application/json"), validators, given.ageSeconds);
    }

    /** As an origin would: 304 to the validators of what it holds, else the payload. */
    private Fetched unchanged(Given given, FetchRequest request) {
        String current = "{\"value\":" + value + "}";
        if (!current.equals(request.validators().etag())) {
            return good(given);
        }
        given.goodJson = current;
        return new Fetched.Unchanged(request.validators(), 0);
    }

    /** Its validators are a trap: a 304 to them must never come to confirm anything. */
    private Fetched bad(String text, String mediaType) {
        return new Fetched.Fresh(payload(text, mediaType), new Validators(0, "{\"value\":" + value + "}", null), 0);
    }

    private static Payload payload(String text, String mediaType) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), mediaType);
    }

    @Override
    public String description() {
        return "unruly";
    }
}
