package dev.freshet.cli;

import dev.freshet.app.Status;
import java.util.Locale;

/**
 * One line of numbers about the running demo: totals as they are, rates since the sample before. Immutable.
 *
 * @param status of the front
 * @param originRequests the origin received so far
 * @param nanos when this was so, monotonic
 */
record StatusLine(Status status, long originRequests, long nanos) {

    /** Of about eighty characters. */
    String since(StatusLine before) {
        return String.format(
                Locale.ROOT,
                "%d fresh, oldest %.1f s | %,.0f hits/s | refreshes: %d new, %d unchanged, %d failed | origin %,.0f/s",
                status.resources(),
                status.oldestAgeSeconds(),
                rate(status.hits() - before.status.hits(), before),
                status.published(),
                status.unchanged(),
                status.refused() + status.failed(),
                rate(originRequests - before.originRequests, before));
    }

    private double rate(long count, StatusLine before) {
        double seconds = (nanos - before.nanos) / 1e9;
        return seconds <= 0 ? 0 : count / seconds;
    }
}
