package dev.freshet.refresh;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a payload that was put here, in the way a refresh publishes what it fetched. Confined to the turn of its unit.
 */
final class Putting {
    private final Member member;
    private final RefreshParts parts;

    Putting(Member member, RefreshParts parts) {
        this.member = member;
        this.parts = parts;
    }

    /** Gates, renders, publishes. */
    Deed put(Act.Put put) {
        Snapshot before = newest();
        if (put.ifMatch() != null && !matches(put.ifMatch(), before)) {
            return new Deed.Refused(Deed.Reason.MISMATCH, "Another version has been published meanwhile.");
        }
        Moment started = Moment.now(parts.clock());
        Finding finding = member.publication().judge(new Fetched.Fresh(put.payload(), Validators.PUT, 0), started);
        Settlement settlement = new Settlement(parts, started, List.of(finding));
        Outcome outcome = settlement.outcome(member, finding, null);
        boolean done = settlement.publish();
        Outcome ended = done ? outcome : new Outcome.Superseded();
        long tookNanos = parts.clock().nanoTime() - started.nanos();
        member.account().ended(ended, null, tookNanos, parts.clock().epochMillis());
        return switch (ended) {
            case Outcome.Published _ -> published(before == null ? "created" : "published");
            case Outcome.Unchanged _ -> published("unchanged");
            case Outcome.Refused(var verdict) -> Pins.refused(verdict);
            case Outcome.Failed(var fault, long _, var _) -> new Deed.Refused(Deed.Reason.DEFECT, fault.toString());
            case Outcome.Held _, Outcome.Superseded _ ->
                new Deed.Refused(Deed.Reason.BUSY, "Another has published meanwhile; try again.");
        };
    }

    private Deed published(String what) {
        Snapshot now = newest();
        return now == null
                ? new Deed.Done(what)
                : new Deed.Done(what, now.version().number(), now.identity().etag());
    }

    /** Strong comparison with what is published in whatever coding (RFC 9110 section 13.1.1). */
    private static boolean matches(String ifMatch, @Nullable Snapshot current) {
        if (current == null) {
            return false;
        }
        List<String> tags =
                current.version().madeSoFar().stream().map(Representation::etag).toList();
        return ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(tags::contains);
    }

    private @Nullable Snapshot newest() {
        return parts.cache().newest(member.subject().key());
    }
}
