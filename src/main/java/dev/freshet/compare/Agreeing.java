package dev.freshet.compare;

import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches whether both sides give the same bytes. A payload that changes every second reaches the front a moment later than
 * the origin, so what the front gives is looked for among all that the origin has given so far. Confined to one thread.
 */
final class Agreeing {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 100;

    private final Asker asker;
    private final Clock clock;
    private final Target front;
    private final Target origin;
    private final Set<String> given = new HashSet<>();
    private boolean differed;
    private boolean unanswered;

    Agreeing(Asker asker, Clock clock, Target front, Target origin) {
        this.asker = asker;
        this.clock = clock;
        this.front = front;
        this.origin = origin;
    }

    /** What asking both sides once has shown. Immutable. */
    private enum Glance {
        AGREE,
        DIFFER,
        NO_ANSWER
    }

    /** Asks both until the front gives what the origin has given, for five seconds at most. */
    void look() throws InterruptedException {
        long begun = clock.nanoTime();
        boolean compared = false;
        do {
            switch (glance()) {
                case AGREE -> {
                    return;
                }
                case DIFFER -> compared = true;
                case NO_ANSWER -> {}
            }
            boolean _ = new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } while (clock.nanoTime() - begun < PATIENCE.toNanos());
        differed |= compared;
        unanswered |= !compared;
    }

    private Glance glance() throws InterruptedException {
        try {
            Fetched original = asker.identity(origin);
            Fetched served = asker.identity(front);
            if (!original.good() || !served.good()) {
                return Glance.NO_ANSWER;
            }
            given.add(original.digest());
            return given.contains(served.digest()) ? Glance.AGREE : Glance.DIFFER;
        } catch (FetchFailedException _) {
            return Glance.NO_ANSWER;
        }
    }

    /** What all looks together say. */
    Agreement agreement() {
        if (differed) {
            return Agreement.DIFFERENT;
        }
        if (unanswered) {
            return Agreement.NOT_COMPARED;
        }
        return given.size() > 1 ? Agreement.SAME_AFTER_A_CHANGE : Agreement.SAME;
    }
}
