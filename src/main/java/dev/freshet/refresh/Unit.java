package dev.freshet.refresh;

import dev.freshet.config.EndpointConfig;
import dev.freshet.hand.Pause;
import dev.freshet.refresh.schedule.Pace;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is refreshed by one tick and published at once: a resource, or all those of a group. At most one refresh runs; a
 * tick that finds one is skipped. Thread-safe: whoever moves the stage from idle to busy owns the members until it is idle again.
 */
final class Unit {
    private static final int MOST_GUESTS = 16;

    private final List<Member> members;
    private final RefreshParts parts;
    private final Pace pace;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private final CompletableFuture<@Nullable Void> firstEnded = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    private final Queue<Guest> guests = new LinkedBlockingQueue<>(MOST_GUESTS);
    private final AtomicReference<@Nullable Pause> pause = new AtomicReference<>();
    private int demand;
    private volatile @Nullable Beat beat;

    private enum Stage {
        IDLE,
        BUSY,
        /** Busy, and another refresh is to follow: what this one reads may be too old. */
        AGAIN,
        STOPPED
    }

    /** What takes its turn between refreshes, and the pool that runs it. Immutable. */
    private record Guest(Runnable task, Executor pool) {}

    /** Nothing is fetched before the first {@link #tick} or {@link #refreshFirst}. */
    Unit(List<Member> members, RefreshParts parts, Pace pace) {
        this.members = List.copyOf(members);
        this.parts = parts;
        this.pace = pace;
    }

    /** What phases and files are named after: the group, or the resource. */
    String name() {
        Subject first = members.getFirst().subject();
        String group = first.endpoint().refresh().group();
        return group == null ? first.name() : "group " + group;
    }

    List<Member> members() {
        return members;
    }

    /** How long it waits from one refresh to the next, in nanoseconds. */
    long waitNanos() {
        return pace.waitNanos();
    }

    /** Told from now on how long to wait after each refresh; stopped with this. */
    void follow(Beat told) {
        beat = told;
        if (isStopped()) {
            told.stop();
        }
    }

    /** Completes when there is something to be served from before, or the first refresh has ended, however it did. */
    CompletableFuture<@Nullable Void> ready() {
        return ready;
    }

    /**
     * Nothing is refreshed before {@link #restored}: the members belong to whoever restores them. False: a refresh has begun,
     * and there is nothing to be restored.
     */
    boolean awaitRestored() {
        return stage.compareAndSet(Stage.IDLE, Stage.BUSY);
    }

    /** What was kept has been restored, or cannot be; {@code served}: whether there is something to be served. */
    void restored(boolean served) {
        if (served) {
            ready.complete(null);
        }
        leave(() -> {});
    }

    /**
     * Runs {@code guest} on the pool as soon as no refresh runs; it owns the members meanwhile. False, and it never runs,
     * where too many wait already.
     */
    boolean whenIdle(Executor pool, Runnable guest) {
        boolean waits = !isStopped() && guests.offer(new Guest(guest, pool));
        admit();
        return waits;
    }

    /** Lets ticks, and what is heard of changes, come to nothing; also what was begun before. */
    void pause(Pause next) {
        pause.set(next);
        stage.compareAndSet(Stage.AGAIN, Stage.BUSY);
    }

    /** Ends {@code which}; false where it has ended, or another has taken its place. */
    boolean endPause(Pause which) {
        Pause now = pause.get();
        return which.equals(now) && pause.compareAndSet(now, null);
    }

    /** Since when ticks come to nothing; null: they do not. */
    @Nullable Pause pause() {
        return pause.get();
    }

    /** Whether it is fetched by a timer: where payloads are put here, only a fallback is. */
    boolean hasTicks() {
        EndpointConfig first = members.getFirst().subject().endpoint();
        return !first.isPushed() || first.fallback() != null;
    }

    /** When the next tick is due, by the monotonic clock; null: none is. */
    @Nullable Long nextTickNanos() {
        Beat told = beat;
        return told == null || pause.get() != null || isStopped() ? null : told.nextNanos();
    }

    /** The source has told of a change: as {@link #refreshAnew}, unless it is paused. */
    void heardOfChange() {
        if (pause.get() == null) {
            refreshAnew();
        } else {
            members.forEach(each -> each.account().paused());
        }
    }

    /** Begins a refresh, or counts the tick as skipped where one is running, or as paused. */
    void tick() {
        if (pause.get() != null) {
            members.forEach(each -> each.account().paused());
        } else if (!refresh(() -> {}) && !isStopped()) {
            members.forEach(each -> each.account().skipped());
        }
    }

    /** Begins a refresh; where one is running, another follows it, however often this is called meanwhile. */
    void refreshAnew() {
        while (!refresh(() -> {})) {
            Stage now = stage.get();
            if (now == Stage.STOPPED || now == Stage.AGAIN || stage.compareAndSet(Stage.BUSY, Stage.AGAIN)) {
                return;
            }
        }
    }

    /**
     * Begins the first refresh and runs {@code afterwards} at its end; returns false, and does neither, where a tick has
     * begun it already.
     */
    boolean refreshFirst(Runnable afterwards) {
        return !firstEnded.isDone() && refresh(afterwards);
    }

    /** Gives up what is being fetched and takes no other. */
    void stop() {
        stage.set(Stage.STOPPED);
        Beat told = beat;
        if (told != null) {
            told.stop();
        }
        firstEnded.complete(null);
        ready.complete(null);
    }

    private boolean isStopped() {
        return stage.get() == Stage.STOPPED;
    }

    private boolean refresh(Runnable afterwards) {
        if (!stage.compareAndSet(Stage.IDLE, Stage.BUSY)) {
            return false;
        }
        begin(afterwards);
        return true;
    }

    private void begin(Runnable afterwards) {
        Pause before = pause.get();
        new Refresh(members, parts, this::isStopped, refresh -> conclude(refresh, before, afterwards)).begin();
    }

    private void conclude(Refresh refresh, @Nullable Pause before, Runnable afterwards) {
        try {
            Pause now = pause.get();
            if (now != null && !now.equals(before)) {
                members.forEach(each -> each.account().paused());
            } else if (!isStopped()) {
                settle(refresh);
            }
        } finally {
            firstEnded.complete(null);
            ready.complete(null);
            leave(afterwards);
        }
    }

    /** What was busy is over. */
    private void leave(Runnable afterwards) {
        boolean again = !stage.compareAndSet(Stage.BUSY, Stage.IDLE) && stage.compareAndSet(Stage.AGAIN, Stage.BUSY);
        afterwards.run();
        if (again) {
            begin(() -> {});
        } else {
            admit();
        }
    }

    /** Lets the next guest in, if there is one and nobody else is at work. */
    private void admit() {
        if (guests.isEmpty() || !stage.compareAndSet(Stage.IDLE, Stage.BUSY)) {
            return;
        }
        Guest guest = guests.poll();
        if (guest == null) {
            leave(() -> {});
            return;
        }
        try {
            guest.pool().execute(() -> {
                try {
                    guest.task().run();
                } finally {
                    leave(() -> {});
                }
            });
        } catch (RejectedExecutionException e) { // the process ends, and whoever waits for the guest with it
            leave(() -> {});
        }
    }

    private void settle(Refresh refresh) {
        boolean asked = takeDemand(); // before anything is published: whoever asks for that counts for the next refresh
        long waitNanos = paceAfter(refresh.settle(), asked);
        Beat told = beat;
        if (told != null) {
            told.pace(refresh.startedNanos(), waitNanos);
        }
    }

    private long paceAfter(List<Outcome> outcomes, boolean asked) {
        boolean changed = false;
        boolean refused = false;
        boolean failed = false;
        long retryAfterSeconds = 0;
        for (Outcome each : outcomes) {
            switch (each) {
                case Outcome.Published _ -> changed = true;
                case Outcome.Refused _ -> refused = true;
                case Outcome.Failed(var _, long seconds, var _) -> {
                    failed = true;
                    retryAfterSeconds = Math.max(retryAfterSeconds, seconds);
                }
                case Outcome.Unchanged _, Outcome.Held _, Outcome.Superseded _ -> {}
            }
        }
        if (failed) {
            return pace.failed(TimeUnit.SECONDS.toNanos(retryAfterSeconds));
        }
        return refused ? pace.refused() : pace.good(changed, asked);
    }

    /** Whether any of the members was asked for since the last call. */
    private boolean takeDemand() {
        int before = demand;
        demand = members.stream()
                .mapToInt(each -> parts.demand().of(each.subject().key()))
                .sum();
        return demand != before;
    }
}
