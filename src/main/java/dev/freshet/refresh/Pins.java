package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.PinTerm;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.config.GateConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.hand.EarlierVersion;
import dev.freshet.refresh.gate.Baseline;
import dev.freshet.refresh.gate.Gate;
import dev.freshet.refresh.gate.GateVerdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pins what an operator chose over what refreshing publishes, and takes it away when its time is over. It waits for no
 * refresh: the one that hangs may be why. Thread-safe: pins are numbered atomically, and the cache compares before it sets.
 */
final class Pins {
    private static final Logger log = LoggerFactory.getLogger(Pins.class);

    private final RefreshParts parts;
    private final AtomicLong numbers = new AtomicLong();

    Pins(RefreshParts parts) {
        this.parts = parts;
    }

    /** Pins a payload that passes the gate, or what {@code force} leaves of it. Gates and renders: for the pool. */
    Deed pin(Member member, Act.Pin pin) {
        Snapshot newest = parts.cache().newest(member.subject().key());
        if (verdict(member.subject(), pin, newest) instanceof GateVerdict.Refused refused) {
            return refused(refused);
        }
        long number = member.publication().nextNumber(newest);
        Version version =
                parts.renderer().render(pin.payload(), number, parts.clock().epochMillis());
        return show(member, version, pin.time());
    }

    /** Pins a version that is kept, or the newest good one. Renders: for the pool. */
    Deed pin(Member member, Act.PinVersion pin) {
        Snapshot newest = parts.cache().newest(member.subject().key());
        if (newest != null && newest.version().number() == pin.number()) {
            return show(member, newest.version(), pin.time());
        }
        List<EarlierVersion> kept = member.publication().earlier().newestFirst();
        for (EarlierVersion each : kept) {
            Payload payload = each.number() == pin.number()
                    ? member.publication().earlier().payload(each.number())
                    : null;
            if (payload != null) {
                Version version = parts.renderer().render(payload, each.number(), each.fetchedAtMillis());
                return show(member, version, pin.time());
            }
        }
        return new Deed.Refused(Deed.Reason.UNKNOWN, notKept(pin.number(), newest, kept));
    }

    /** Lets clients see the newest good one again. */
    Deed unpin(Member member) {
        ResourceKey key = member.subject().key();
        PinTerm term = parts.cache().pinned(key);
        if (term == null || !parts.cache().unpin(key, term)) {
            return new Deed.Refused(Deed.Reason.CONFLICT, "Nothing is pinned.");
        }
        Snapshot newest = parts.cache().newest(key);
        return newest == null
                ? new Deed.Done("unpinned")
                : new Deed.Done(
                        "unpinned", newest.version().number(), newest.identity().etag());
    }

    /** The refusal in the operator's words; the gate's sentence may quote the payload, its reason does not. */
    static Deed.Refused refused(GateVerdict.Refused verdict) {
        Deed.Reason reason = switch (verdict.reason()) {
            case TOO_LARGE -> Deed.Reason.TOO_LARGE;
            case MEDIA_TYPE -> Deed.Reason.MEDIA_TYPE;
            case TOO_SMALL, JSON, REQUIRED, OLDER, SHRUNK, SCHEMA -> Deed.Reason.GATE;
        };
        String word = verdict.reason().label();
        return new Deed.Refused(reason, word, "The gate refuses the payload: " + word + ": " + verdict.detail() + ".");
    }

    private Deed show(Member member, Version version, Duration time) {
        ResourceKey key = member.subject().key();
        long nowMillis = parts.clock().epochMillis();
        PinTerm term = new PinTerm(numbers.incrementAndGet(), nowMillis, nowMillis + time.toMillis());
        parts.cache().pin(key, new Snapshot(version, nowMillis), term);
        parts.timer().schedule(parts.clock().nanoTime() + time.toNanos(), () -> {
            if (parts.cache().unpin(key, term)) {
                log.info("{}: the pin has ended", member.subject().name());
            }
        });
        return new Deed.Done("pinned", version.number(), version.identity().etag());
    }

    private GateVerdict verdict(Subject subject, Act.Pin pin, @Nullable Snapshot newest) {
        if (pin.force()) {
            GateConfig size = new GateConfig(subject.endpoint().gate().maxSizeBytes());
            return new Gate(size, subject.endpoint().contentType(), null).check(pin.payload(), null);
        }
        return subject.gate().check(pin.payload(), newest == null ? null : baseline(subject, newest));
    }

    private Baseline baseline(Subject subject, Snapshot newest) {
        byte[] published = newest.identity().body();
        boolean mayBeServed = subject.mayServe(newest, parts.clock().epochMillis());
        return new Baseline(published.length, subject.gate().mark(published), mayBeServed);
    }

    private static String notKept(long number, @Nullable Snapshot newest, List<EarlierVersion> kept) {
        String those = kept.stream().map(each -> Long.toString(each.number())).collect(Collectors.joining(", "));
        String there = newest == null ? those : newest.version().number() + (those.isEmpty() ? "" : ", " + those);
        return "Version " + number + " is not kept (expected: "
                + (there.isEmpty() ? "one that was published; none is yet" : "one of " + there) + ").";
    }
}
