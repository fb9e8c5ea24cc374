package dev.freshet.source.redis;

import io.lettuce.core.TrackingArgs;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way from one subscription of a connection to a larger one. Each kind is asked for by itself, so that a server that
 * refuses one still gives the others. Confined to the thread of the Redis, but for the future.
 */
final class Subscribing {
    private final RedisPubSubAsyncCommands<byte[], byte[]> commands;
    private final ProtocolVersion protocol;
    private final int database;
    private final Subscription from;
    private final Subscription to;
    private final List<Step> steps = new ArrayList<>();

    /**
     * Commands that were sent. Immutable.
     *
     * @param then what holds once all are answered well
     * @param otherwise what holds where one of them was refused
     */
    private record Step(
            CompletableFuture<?> answered, UnaryOperator<Subscription> then, UnaryOperator<Subscription> otherwise) {}

    /**
     * Where it ended. Immutable.
     *
     * @param held what is subscribed to
     * @param error why that is not all; null: it is
     */
    record End(Subscription held, @Nullable Throwable error) {}

    /** {@code protocol}: what the connection speaks; {@code database}: whose keys are meant. */
    Subscribing(
            RedisPubSubAsyncCommands<byte[], byte[]> commands,
            ProtocolVersion protocol,
            int database,
            Subscription from,
            Subscription to) {
        this.commands = commands;
        this.protocol = protocol;
        this.database = database;
        this.from = from;
        this.to = to;
    }

    /** Sends the commands; completes when all are answered. */
    CompletableFuture<End> begin() {
        track();
        if (!to.patterns().equals(from.patterns())) {
            step(
                    commands.psubscribe(names(to.patterns())).toCompletableFuture(),
                    held -> held.withPatterns(to.patterns()));
        }
        if (!to.channels().equals(from.channels())) {
            step(
                    commands.subscribe(names(to.channels())).toCompletableFuture(),
                    held -> held.withChannels(to.channels()));
        }
        if (!to.keys().equals(from.keys())) {
            List<String> channels = to.keys().stream()
                    .map(each -> ChangeEars.channel(database, each))
                    .toList();
            step(commands.subscribe(names(channels)).toCompletableFuture(), held -> held.withKeys(to.keys()));
        }
        return CompletableFuture.allOf(steps.stream().map(Step::answered).toArray(CompletableFuture[]::new))
                .handle((_, _) -> end());
    }

    private End end() {
        Subscription held = from;
        Throwable error = null;
        for (Step each : steps) {
            if (each.answered.isCompletedExceptionally()) {
                error = each.answered.exceptionNow();
                held = each.otherwise.apply(held);
            } else {
                held = each.then.apply(held);
            }
        }
        return new End(held, error);
    }

    /** Prefixes may not overlap those that are there, so a change begins at nothing. First: RESP2 takes it only then. */
    private void track() {
        if (to.trackedKeys().equals(from.trackedKeys())) {
            return;
        }
        List<CompletionStage<?>> sent = new ArrayList<>();
        if (protocol == ProtocolVersion.RESP2) { // it would be accepted, and nothing ever told
            sent.add(CompletableFuture.failedFuture(
                    new IllegalStateException("tracking needs RESP3, and the server speaks RESP2")));
        } else {
            if (!from.trackedKeys().isEmpty()) {
                sent.add(commands.clientTracking(TrackingArgs.Builder.enabled(false)));
            }
            String[] prefixes = to.prefixes().toArray(String[]::new);
            sent.add(commands.clientTracking(
                    TrackingArgs.Builder.enabled().bcast().prefixes(StandardCharsets.UTF_8, prefixes)));
        }
        CompletableFuture<?>[] futures =
                sent.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        steps.add(new Step(
                CompletableFuture.allOf(futures),
                held -> held.withTrackedKeys(to.trackedKeys()),
                held -> held.withTrackedKeys(Set.of())));
    }

    private void step(CompletableFuture<?> answered, UnaryOperator<Subscription> then) {
        steps.add(new Step(answered, then, UnaryOperator.identity()));
    }

    private static byte[][] names(Collection<String> names) {
        return names.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }
}
