package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.PinTerm;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.hand.Hand;
import dev.freshet.hand.Pause;
import dev.freshet.hand.ResourceView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does by hand what a refresher does by itself, and holds it back. Thread-safe: what it keeps is kept by the units and the cache.
 */
final class OperatorHand implements Hand {
    private static final Logger log = LoggerFactory.getLogger(OperatorHand.class);
    /** How long a payload that was put waits for its turn behind a fetch. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<List<Unit>> units;
    private final RefreshParts parts;
    private final Pins pins;

    /** A resource and what it is refreshed with. Immutable. */
    private record Found(Unit unit, Member member) {}

    /** {@code units}: those there are at the moment it is asked. */
    OperatorHand(Supplier<List<Unit>> units, RefreshParts parts) {
        this.units = units;
        this.parts = parts;
        this.pins = new Pins(parts);
    }

    @Override
    public List<ResourceView> resources() {
        return units.get().stream()
                .flatMap(unit -> unit.members().stream().map(each -> new Found(unit, each)))
                .map(this::view)
                .toList();
    }

    @Override
    public @Nullable ResourceView resource(ResourceKey key) {
        Found found = find(key);
        return found == null ? null : view(found);
    }

    @Override
    public @Nullable Payload earlier(ResourceKey key, long number) {
        Found found = find(key);
        return found == null ? null : found.member().publication().earlier().payload(number);
    }

    @Override
    public @Nullable EndpointConfig endpoint(ResourceKey key) {
        Found found = find(key);
        return found == null ? null : found.member().subject().endpoint();
    }

    @Override
    public CompletableFuture<Deed> act(ResourceKey key, Act act) {
        Found found = find(key);
        if (found == null) {
            return done(new Deed.Refused(Deed.Reason.UNKNOWN, "There is no such resource."));
        }
        Unit unit = found.unit();
        Member member = found.member();
        return switch (act) {
            case Act.Refresh _ -> {
                unit.refreshAnew();
                yield done(new Deed.Done("refreshing"));
            }
            case Act.Pause(Duration time) -> done(pause(unit, time));
            case Act.Resume _ -> done(resume(unit));
            case Act.Pin pin -> on(parts.pools().of(pin.payload()), () -> pins.pin(member, pin));
            case Act.PinVersion pin -> on(parts.pools().large(), () -> pins.pin(member, pin));
            case Act.Unpin _ -> done(pins.unpin(member));
            case Act.Put put -> put(unit, member, put);
        };
    }

    private Deed pause(Unit unit, @Nullable Duration time) {
        long nowMillis = parts.clock().epochMillis();
        Pause pause = new Pause(nowMillis, time == null ? null : nowMillis + time.toMillis());
        unit.pause(pause);
        if (time != null) {
            parts.timer().schedule(parts.clock().nanoTime() + time.toNanos(), () -> {
                if (unit.endPause(pause)) {
                    log.info("{}: the pause has ended", unit.name());
                    unit.refreshAnew();
                }
            });
        }
        return new Deed.Done("paused");
    }

    private static Deed resume(Unit unit) {
        Pause pause = unit.pause();
        if (pause == null || !unit.endPause(pause)) {
            return new Deed.Refused(Deed.Reason.CONFLICT, "It is not paused.");
        }
        unit.refreshAnew();
        return new Deed.Done("resumed");
    }

    /** Takes its turn between refreshes, or gives up waiting for it. */
    private CompletableFuture<Deed> put(Unit unit, Member member, Act.Put put) {
        if (!member.subject().endpoint().isPushed()) {
            return done(new Deed.Refused(Deed.Reason.CONFLICT, "Its payload is fetched, not put here."));
        }
        if (unit.pause() != null) {
            return done(isPaused());
        }
        CompletableFuture<Deed> deed = new CompletableFuture<>();
        AtomicBoolean decided = new AtomicBoolean();
        Runnable giveUp = () -> {
            if (decided.compareAndSet(false, true)) {
                deed.complete(new Deed.Refused(Deed.Reason.BUSY, "Its turn did not come in time; try again."));
            }
        };
        Timer.Scheduled patience = parts.timer().schedule(parts.clock().nanoTime() + PATIENCE.toNanos(), giveUp);
        Putting putting = new Putting(member, parts);
        boolean waits = unit.whenIdle(parts.pools().of(put.payload()), () -> {
            if (decided.compareAndSet(false, true)) {
                patience.cancel();
                deed.complete(unit.pause() == null ? defended(() -> putting.put(put)) : isPaused());
            }
        });
        if (!waits) {
            giveUp.run();
        }
        return deed;
    }

    private static Deed isPaused() {
        return new Deed.Refused(Deed.Reason.CONFLICT, "It is paused; nothing is published before it is resumed.");
    }

    private static CompletableFuture<Deed> on(Executor pool, Supplier<Deed> work) {
        try {
            return CompletableFuture.supplyAsync(() -> defended(work), pool);
        } catch (RejectedExecutionException e) {
            return done(new Deed.Refused(Deed.Reason.BUSY, "Freshet is stopping."));
        }
    }

    private static Deed defended(Supplier<Deed> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            log.error("an act by hand failed", e);
            return new Deed.Refused(Deed.Reason.DEFECT, "It failed; the log says why.");
        }
    }

    private static CompletableFuture<Deed> done(Deed deed) {
        return CompletableFuture.completedFuture(deed);
    }

    private @Nullable Found find(ResourceKey key) {
        for (Unit unit : units.get()) {
            for (Member each : unit.members()) {
                if (each.subject().key().equals(key)) {
                    return new Found(unit, each);
                }
            }
        }
        return null;
    }

    private ResourceView view(Found found) {
        Member member = found.member();
        ResourceKey key = member.subject().key();
        Snapshot newest = parts.cache().newest(key);
        PinTerm pin = parts.cache().pinned(key);
        Long next = found.unit().nextTickNanos();
        long nowMillis = parts.clock().epochMillis();
        return new ResourceView(
                key,
                member.subject().endpoint(),
                member.subject().source().description(),
                pin == null ? newest : Objects.requireNonNullElse(parts.cache().get(key), newest),
                newest,
                member.account().last(),
                member.account().trouble(),
                member.account().refusals(),
                next == null
                        ? null
                        : nowMillis + Math.max(0, next - parts.clock().nanoTime()) / 1_000_000,
                found.unit().pause(),
                pin,
                member.publication().earlier().newestFirst());
    }
}
