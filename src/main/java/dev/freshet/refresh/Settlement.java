package dev.freshet.refresh;

import dev.freshet.cache.Change;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.refresh.gate.GateVerdict;
import dev.freshet.source.Validators;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the findings of one refresh to what is published of them: what is new only where all of the unit is good, what is
 * unchanged in any case. Everything is published by one write. Confined to the refresh that is running.
 */
final class Settlement {
    private static final String HELD = "held";

    private final RefreshParts parts;
    private final Moment started;
    private final boolean whole;
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    /** {@code findings}: of all members; {@code started}: when the refresh began. */
    Settlement(RefreshParts parts, Moment started, List<Finding> findings) {
        this.parts = parts;
        this.started = started;
        this.whole = findings.stream().allMatch(Finding::isGood);
    }

    /**
     * What becomes of one member, if {@link #publish} goes well.
     *
     * @param refusedFirst why what the source gave was refused, where the fallback was asked; null: it was not
     */
    Outcome outcome(Member member, Finding finding, GateVerdict.@Nullable Refused refusedFirst) {
        return switch (finding) {
            case Finding.News news
            when !whole -> {
                tell(member, HELD);
                yield new Outcome.Held();
            }
            case Finding.News news -> render(member, news);
            case Finding.Same same -> {
                Snapshot confirmed = same.before().confirmedAt(same.confirmedAtMillis());
                change(member, same.before(), confirmed, same.validators());
                yield new Outcome.Unchanged();
            }
            case Finding.Refused(var verdict, boolean _) -> refused(member, verdict);
            case Finding.Failed failed
            when refusedFirst != null ->
                refused(
                        member,
                        new GateVerdict.Refused(
                                refusedFirst.reason(),
                                refusedFirst.detail() + "; " + failed.fault().detail()));
            case Finding.Failed(var fault, long retryAfterSeconds, var defect) -> {
                tell(member, null);
                yield new Outcome.Failed(fault, retryAfterSeconds, defect);
            }
        };
    }

    /** Makes all changes at once; false, and none of them, where another refresher has published meanwhile. */
    boolean publish() {
        boolean done = parts.cache().replace(changes);
        if (done) {
            afterwards.forEach(Runnable::run);
        }
        return done;
    }

    private Outcome render(Member member, Finding.News news) {
        Snapshot next = member.publication().render(news, started.epochMillis());
        change(member, news.before(), next, news.validators());
        return new Outcome.Published();
    }

    private Outcome refused(Member member, GateVerdict.Refused verdict) {
        tell(member, "refused-" + verdict.reason().label());
        return new Outcome.Refused(verdict);
    }

    private void change(Member member, @Nullable Snapshot before, Snapshot after, Validators validators) {
        changes.add(member.publication().change(before, after, validators));
        Version version = after.version();
        afterwards.add(() -> member.publication().published(version, validators));
    }

    private void tell(Member member, @Nullable String why) {
        Change change = member.publication().tell(why);
        if (change != null) {
            changes.add(change);
        }
    }
}
