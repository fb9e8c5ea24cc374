package dev.freshet.server;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Demand;
import dev.freshet.cache.Snapshot;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ready-made answers of one event loop, at most one for each endpoint, coding, status and cross-origin variant. An
 * answer is made when first asked for in its second and let go when its second is over, so that no reference count is
 * shared between loops and nothing is patched while it may be in flight. Confined to one event loop.
 */
final class ReadyResponses {
    private static final int CODINGS = Coding.values().length;
    private static final int STATUSES = 2;
    /**
     * A larger body is not copied every second: slow readers would hold as many copies as seconds go by. Nor is it given to
     * TLS at once, which would hold an encrypted copy for each of them.
     */
    private static final int MAX_COPIED_BODY_BYTES = 64 * 1024;

    private final ByteBufAllocator allocator;
    private final Answers answers;
    private final HeaderBlocks blocks = new HeaderBlocks();
    private final @Nullable Row[] byEndpoint;
    private final List<Slot> filled = new ArrayList<>();
    private final Demand.OfLoop demand;

    /** The answers of one endpoint by slot. Confined to the loop. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(@Nullable ReadyResponse[] slots) {}

    /** A place that is filled. Immutable. */
    private record Slot(int endpoint, int index) {}

    /** Counts in {@code demand}, of all endpoints, what it makes. */
    ReadyResponses(Demand demand, ByteBufAllocator allocator, Answers answers) {
        this.byEndpoint = new Row[demand.endpoints()];
        this.demand = demand.forLoop();
        this.allocator = allocator;
        this.answers = answers;
    }

    /** The answer to a hit; this table keeps it. */
    ReadyResponse of(Verdict.Hit hit, long nowMillis) {
        int slot = slot(hit.variant(), hit.representation().coding(), 0);
        ReadyResponse held = held(hit.endpoint(), slot);
        return held != null && held.isOf(hit.snapshot(), nowMillis)
                ? held
                : keep(hit.endpoint(), slot, hit.snapshot(), answers.hit(hit, nowMillis), nowMillis);
    }

    /** The answer to a conditional request whose condition holds; this table keeps it. */
    ReadyResponse of(Verdict.NotModified verdict, long nowMillis) {
        int slot = slot(verdict.variant(), verdict.representation().coding(), 1);
        ReadyResponse held = held(verdict.endpoint(), slot);
        return held != null && held.isOf(verdict.snapshot(), nowMillis)
                ? held
                : keep(
                        verdict.endpoint(),
                        slot,
                        verdict.snapshot(),
                        answers.notModified(verdict, nowMillis),
                        nowMillis);
    }

    /** The frames of {@code response}, made when first asked for; null where its body is too large to be copied. */
    @Nullable Http2Ready http2(ReadyResponse response) {
        Http2Ready held = response.http2();
        if (held != null || response.bodyLength() > Http2Ready.MAX_BODY_BYTES) {
            return held;
        }
        Http2Ready made = Http2Ready.of(response.answer(), blocks, allocator);
        response.keep(made);
        return made;
    }

    /** Lets go of answers whose second is over: memory follows what is asked for, not what is configured. */
    void sweep(long nowMillis) {
        filled.removeIf(slot -> {
            Row row = byEndpoint[slot.endpoint()];
            ReadyResponse held = row == null ? null : row.slots()[slot.index()];
            if (row == null || held == null || !held.isOver(nowMillis)) {
                return held == null;
            }
            row.slots()[slot.index()] = null;
            held.release();
            return true;
        });
    }

    /** Lets go of everything; the table is empty afterwards. */
    void clear() {
        sweep(Long.MAX_VALUE);
    }

    private static int slot(int variant, Coding coding, int status) {
        return (variant * CODINGS + coding.ordinal()) * STATUSES + status;
    }

    private @Nullable ReadyResponse held(Endpoint endpoint, int slot) {
        Row row = byEndpoint[endpoint.index()];
        return row == null ? null : row.slots()[slot];
    }

    private ReadyResponse keep(Endpoint endpoint, int slot, Snapshot snapshot, Answer answer, long nowMillis) {
        demand.asked(endpoint.index());
        Row row = byEndpoint[endpoint.index()];
        if (row == null) {
            CrossOrigin sharing = endpoint.sharing();
            row = new Row(new ReadyResponse[(sharing == null ? 1 : sharing.variants()) * CODINGS * STATUSES]);
            byEndpoint[endpoint.index()] = row;
        }
        ReadyResponse made = make(snapshot, answer, nowMillis); // first: where memory is short, what is there stays
        ReadyResponse before = row.slots()[slot];
        row.slots()[slot] = made;
        if (before == null) {
            filled.add(new Slot(endpoint.index(), slot));
        } else {
            before.release();
        }
        return made;
    }

    private ReadyResponse make(Snapshot snapshot, Answer answer, long nowMillis) {
        byte[] head = Http1Head.of(answer, Http1Head.Persistence.KEPT);
        byte[] body = answer.body();
        boolean together = body.length <= MAX_COPIED_BODY_BYTES;
        ByteBuf buffer = allocator.directBuffer(head.length + (together ? body.length : 0));
        buffer.writeBytes(head);
        if (together) {
            buffer.writeBytes(body);
        }
        long nextSecond = (Math.floorDiv(nowMillis, 1000L) + 1) * 1000;
        long nextAge = snapshot.confirmedAtMillis() + (snapshot.ageMillis(nowMillis) / 1000 + 1) * 1000;
        return new ReadyResponse(snapshot, nowMillis, Math.min(nextSecond, nextAge), answer, buffer, head.length);
    }
}
