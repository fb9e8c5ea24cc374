package dev.freshet.source.share;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Fault;
import dev.freshet.source.Stamp;
import dev.freshet.source.Validators;
import dev.freshet.source.redis.Redis;
import dev.freshet.source.redis.Reply;
import dev.freshet.source.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of one resource for the fleet, as one node reads and writes it. Every future completes normally, on the
 * thread of the Redis, after its patience or twice that. Thread-safe: holds nothing that changes.
 */
final class Ledger {
    private static final long ROOM_BYTES = 16 << 10;
    private static final int HEAD = 7;

    private final Redis redis;
    private final String node;
    private final Terms terms;
    private final List<String> keys;
    private final String channel;

    /** {@code node}: this one's name, without a colon; {@code name}: of the resource. */
    Ledger(Redis redis, String node, String prefix, String name, Terms terms) {
        this.redis = redis;
        this.node = node;
        this.terms = terms;
        String base = prefix + ":share:{" + name + "}:";
        this.keys = List.of(base + "lease", base + "payload");
        this.channel = base + "news";
    }

    /** How the lease stands, with what is new where another leads. Immutable, as every kind of it is. */
    sealed interface LeaseState {
        /**
         * This node leads: it is to ask the source. Immutable.
         *
         * @param ticket of this fetch; higher than all before it
         * @param nowMicros by the clock of Redis
         */
        record Granted(long ticket, long nowMicros) implements LeaseState {}

        /**
         * Another leads, or nobody. Immutable.
         *
         * @param restMillis of the lease; 0 or less: nobody has it
         * @param nowMicros by the clock of Redis
         * @param trouble why the source could not be asked well; empty: it could
         * @param stamp of the payload that is there
         * @param confirmedMicros when that was last known to be at the source, by the clock of Redis
         * @param news the payload, where it is newer than what this node has, and another
         */
        record Followed(
                long restMillis,
                long nowMicros,
                String trouble,
                Stamp stamp,
                long confirmedMicros,
                @Nullable News news) implements LeaseState {
            /** How old the payload is. */
            long ageMillis() {
                return Math.max(0, nowMicros - confirmedMicros) / 1000;
            }
        }

        /** Redis did not answer, or with nonsense. Immutable. */
        record Unknown(Fault fault) implements LeaseState {}
    }

    /** A payload, and what its source gave with it, with its stamp. Immutable. */
    record News(Payload payload, Validators validators) {}

    /** What came of writing. Immutable. */
    enum Written {
        DONE,
        /** The lease is another's; nothing was written. */
        LOST,
        /** Another version is there; nothing was written. */
        OTHER,
        /** Redis did not answer. */
        UNKNOWN
    }

    /** Where what is new is told. */
    String channel() {
        return channel;
    }

    /** Tells what is newer than {@code has}, without a wish to lead. */
    CompletableFuture<LeaseState> look(Stamp has) {
        return acquire(has, false, terms.patience());
    }

    /** Takes or keeps the lease, if this node {@code mayLead}; else tells what is newer than {@code has}. */
    CompletableFuture<LeaseState> acquire(Stamp has, boolean mayLead, Duration patience) {
        List<byte[]> arguments = List.of(
                bytes(node),
                bytes(terms.leaseMillis()),
                bytes(has.asOf()),
                bytes(has.version()),
                bytes(mayLead ? "1" : "0"),
                bytes(terms.keepMillis()));
        return run(Scripts.ACQUIRE, arguments, patience, Ledger::leaseState, LeaseState.Unknown::new);
    }

    /** Publishes {@code payload} under {@code ticket}. */
    CompletableFuture<Written> publish(long ticket, long confirmedMicros, Payload payload, Validators given) {
        List<byte[]> arguments = List.of(
                bytes(holder(ticket)),
                bytes(ticket),
                bytes(terms.leaseMillis()),
                bytes(terms.keepMillis()),
                bytes(channel),
                bytes(confirmedMicros),
                bytes(payload.mediaType()),
                bytes(given.origin()),
                bytes(orEmpty(given.etag())),
                bytes(orEmpty(given.lastModified())),
                payload.bytes());
        return write(Scripts.PUBLISH, arguments);
    }

    /** Confirms {@code version} under {@code ticket}. */
    CompletableFuture<Written> confirm(long ticket, long confirmedMicros, long version) {
        List<byte[]> arguments = List.of(
                bytes(holder(ticket)),
                bytes(ticket),
                bytes(terms.leaseMillis()),
                bytes(terms.keepMillis()),
                bytes(version),
                bytes(confirmedMicros),
                bytes(channel));
        return write(Scripts.CONFIRM, arguments);
    }

    /** Keeps the lease. */
    CompletableFuture<Written> extend() {
        return write(Scripts.EXTEND, List.of(bytes(node), bytes(terms.leaseMillis())));
    }

    /** Tells the others of {@code trouble}, if it is not empty, and gives the lease up if that is wanted. */
    CompletableFuture<Written> tell(String trouble, boolean giveUp) {
        return write(Scripts.TELL, List.of(bytes(node), bytes(channel), bytes(trouble), bytes(giveUp ? "1" : "0")));
    }

    private CompletableFuture<Written> write(Script script, List<byte[]> arguments) {
        return run(script, arguments, terms.patience(), Ledger::written, _ -> Written.UNKNOWN);
    }

    private <T> CompletableFuture<T> run(
            Script script,
            List<byte[]> arguments,
            Duration patience,
            Function<Reply, T> answered,
            Function<Fault, T> failed) {
        Script.Call call = new Script.Call(keys, arguments, patience, terms.maxBytes() + ROOM_BYTES);
        return script.run(redis, call).thenApply(result -> switch (result) {
            case Script.Result.Answered(Reply reply) -> answered.apply(reply);
            case Script.Result.Failed(Fault fault) -> failed.apply(fault);
        });
    }

    private static Written written(Reply reply) {
        return switch ((int) number(reply)) {
            case 1 -> Written.DONE;
            case 2 -> Written.OTHER;
            default -> Written.LOST;
        };
    }

    private static LeaseState leaseState(Reply reply) {
        List<Reply> parts = reply instanceof Reply.Many(List<Reply> elements) ? elements : List.of();
        if (parts.size() == 3) {
            return new LeaseState.Granted(number(parts.get(1)), number(parts.get(2)));
        }
        if (parts.size() < HEAD) {
            Fault fault = new Fault(Fault.Reason.REDIS, "the script gave " + parts.size() + " elements");
            return new LeaseState.Unknown(fault);
        }
        Stamp stamp = new Stamp(number(parts.get(5)), number(parts.get(4)));
        return new LeaseState.Followed(
                number(parts.get(1)),
                number(parts.get(2)),
                text(parts.get(3)),
                stamp,
                number(parts.get(6)),
                parts.size() > HEAD ? news(parts.subList(HEAD, parts.size()), stamp) : null);
    }

    private static News news(List<Reply> parts, Stamp stamp) {
        int origin = text(parts.get(1)).equals("1") ? 1 : 0;
        Validators validators = new Validators(origin, orNull(text(parts.get(2))), orNull(text(parts.get(3))), stamp);
        byte[] body = parts.get(4) instanceof Reply.Bytes(byte[] value) ? value : new byte[0];
        return new News(new Payload(body, text(parts.getFirst())), validators);
    }

    private String holder(long ticket) {
        return node + ":" + ticket;
    }

    private static long number(Reply reply) {
        return reply instanceof Reply.Whole(long value) ? value : 0;
    }

    private static String text(Reply reply) {
        return reply instanceof Reply.Bytes(byte[] value) ? new String(value, StandardCharsets.UTF_8) : "";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static byte[] bytes(long number) {
        return bytes(String.valueOf(number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
