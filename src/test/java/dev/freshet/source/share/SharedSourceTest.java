package dev.freshet.source.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Fault;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes and what they hold of one resource in a real Redis. */
@Timeout(60)
class SharedSourceTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LEASE = "freshet:share:{/live.json}:lease";
    private static final String PAYLOAD = "freshet:share:{/live.json}:payload";

    private final RedisServer redis = RedisServer.start();
    private final FleetNode one = new FleetNode("uri: \"" + redis.uri() + "\"", "/live.json").connected();
    private final FleetNode other = new FleetNode("uri: \"" + redis.uri() + "\"", "/live.json").connected();

    @AfterEach
    void close() {
        one.close();
        other.close();
        redis.close();
    }

    @Test
    void whatOneNodeFetchesTheOtherTakesWithoutAsking() {
        one.hand().always(fresh("1", new Validators(0, "\"a\"", "Sat, 21 Nov 2026 00:00:00 GMT"), 7_000));
        one.refresh();

        Fetched.Fresh taken = (Fetched.Fresh) other.refresh();
        assertThat(other.served()).isEqualTo("1");
        assertThat(other.hand().requests()).isEmpty();
        assertThat(taken.payload().mediaType()).isEqualTo("application/json");
        assertThat(taken.ageMillis()).isBetween(7_000L, 60_000L);
        assertThat(other.published()).isEqualTo(one.published());
    }

    @Test
    void everyByteOfAPayloadComesThrough() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        one.hand().always(new Fetched.Fresh(new Payload(bytes, "application/octet-stream"), Validators.NONE, 0));
        one.refresh();

        other.refresh();
        assertThat(other.servedBytes()).isEqualTo(bytes);
    }

    @Test
    void whoTakesOverAsksWithTheValidatorsOfTheNodeBefore() {
        one.hand().always(fresh("1", new Validators(0, "\"a\"", null), 0));
        one.refresh();
        other.refresh();
        one.leave();

        other.hand().always(new Fetched.Unchanged(new Validators(0, "\"a\"", null), 0));
        other.refresh();
        assertThat(other.hand().requests().getFirst().validators().etag()).isEqualTo("\"a\"");
    }

    @Test
    void aConfirmationIsNoNewVersion() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        long version = other.published().stamp().version();
        long asOf = other.published().stamp().asOf();
        one.refresh();

        assertThat(other.refresh()).isInstanceOf(Fetched.Unchanged.class);
        assertThat(other.published().stamp().version()).isEqualTo(version);
        assertThat(other.published().stamp().asOf()).isGreaterThan(asOf);
    }

    @Test
    void aSlowNodeWhoseLeaseHasPassedToAnotherOverwritesNothing() {
        CompletableFuture<Fetched> slow = one.fetch();
        awaitTrue(() -> one.hand().requests().size() == 1);
        redis.command("DEL", LEASE);
        other.hand().always(fresh("2", Validators.NONE, 0));
        other.refresh();

        one.hand().give(fresh("1", Validators.NONE, 0));
        one.publish(FleetNode.get(slow));
        assertThat(one.served()).isEqualTo("2");
        assertThat(redis.text("HGET", PAYLOAD, "body")).isEqualTo("2");
    }

    @Test
    void aLateAnswerOfTheSameNodeDoesNotCountForItsNextTurn() {
        CompletableFuture<Fetched> abandoned = one.fetch();
        awaitTrue(() -> one.hand().requests().size() == 1);
        one.hand().give(fresh("1", Validators.NONE, 0));
        Fetched late = FleetNode.get(abandoned);
        one.hand().always(fresh("2", Validators.NONE, 0));
        one.refresh();

        one.publish(late);
        assertThat(redis.text("HGET", PAYLOAD, "body")).isEqualTo("2");
    }

    @Test
    void aLongFetchKeepsItsLease() {
        CompletableFuture<Fetched> slow = one.fetch();
        awaitTrue(() -> one.hand().requests().size() == 1);
        AtomicLong rest = new AtomicLong(Long.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            awaitTrue(() -> {
                long now = Long.parseLong(redis.command("PTTL", LEASE).substring(1));
                return now > rest.getAndSet(now);
            });
        }
        one.hand().give(fresh("1", Validators.NONE, 0));
        one.publish(FleetNode.get(slow));
        assertThat(redis.text("HGET", PAYLOAD, "body")).isEqualTo("1");
    }

    @Test
    void whatIsOlderThanWhatANodeHasIsNotTaken() {
        one.hand().always(fresh("2", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        redis.command("SET", LEASE, "somebody:1");
        redis.command("HSET", PAYLOAD, "asof", "1", "version", "1", "body", "1");

        assertThat(other.refresh()).isInstanceOf(Fetched.Unchanged.class);
        assertThat(other.served()).isEqualTo("2");
    }

    @Test
    void whatANodeFetchedByItselfIsReplacedOnlyByWhatWasFetchedLater() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        redis.command("SET", LEASE, "somebody:1");
        redis.freeze();
        other.hand().always(fresh("2", Validators.NONE, 0));
        other.refresh();
        redis.thaw();
        assertThat(other.published().stamp().version()).isNegative();
        other.refresh();
        assertThat(other.served()).isEqualTo("2");

        one.hand().always(fresh("3", Validators.NONE, 0));
        awaitTrue(() -> {
            redis.command("DEL", LEASE);
            one.refresh();
            other.refresh();
            return other.served().equals("3");
        });
        assertThat(other.published()).isEqualTo(one.published());
    }

    @Test
    void aFlushOfRedisIsMadeUpForByTheNextFetch() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        long asOf = other.published().stamp().asOf();
        redis.command("FLUSHALL");
        redis.command("SCRIPT", "FLUSH");
        one.refresh();

        assertThat(redis.text("HGET", PAYLOAD, "body")).isEqualTo("1");
        other.refresh();
        assertThat(other.published().stamp().asOf()).isGreaterThan(asOf);
    }

    @Test
    void theOthersHearOfTroubleAndKeepWhatTheyHave() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        one.hand().fail(60);
        one.refresh();

        Fault told = ((Fetched.Failed) other.refresh()).fault();
        assertThat(told.reason()).isEqualTo(Fault.Reason.STATUS);
        assertThat(told.detail()).isEqualTo("told by the node that leads: status: 500 (expected: 200)");
        assertThat(other.hand().requests()).isEmpty();
    }

    @Test
    void aNodeWhoseSourceFailsThreeTimesLetsAnotherTry() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        one.hand().fail(0);
        for (int i = 0; i < 3; i++) {
            assertThat(one.refresh()).isInstanceOf(Fetched.Failed.class);
        }
        assertThat(one.hand().requests()).hasSize(4);
        other.hand().always(fresh("2", Validators.NONE, 0));
        other.refresh();

        one.refresh();
        assertThat(one.served()).isEqualTo("2");
        assertThat(one.hand().requests()).hasSize(4);
    }

    @Test
    void aNodeWhoseSourceHasNeverAnsweredLetsAnotherTryAtOnce() {
        one.hand().fail(0);
        one.refresh();
        other.hand().always(fresh("1", Validators.NONE, 0));
        other.refresh();

        one.refresh();
        assertThat(one.served()).isEqualTo("1");
        assertThat(one.hand().requests()).hasSize(1);
    }

    @Test
    void aNewNodeWhoseSourceFailsTakesWhatThereIs() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        one.leave();
        other.hand().fail(0);
        other.refresh();

        assertThat(other.served()).isEqualTo("1");
    }

    @Test
    void anAnnouncementAndTheEndOfALeaseAreHeard() {
        AtomicInteger heard = new AtomicInteger();
        other.watch(heard::incrementAndGet);
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        awaitTrue(() -> heard.get() > 0); // that it listens
        redis.command("SET", LEASE, "somebody:1", "PX", "100");
        other.refresh();
        int before = heard.get();
        awaitTrue(() -> heard.get() > before);
    }

    @Test
    void theEndOfTroubleIsToldEvenWhereNothingIsNew() {
        AtomicInteger heard = new AtomicInteger();
        other.watch(heard::incrementAndGet);
        awaitTrue(() -> heard.get() == 1); // it listens
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        awaitTrue(() -> heard.get() == 2);

        one.hand().fail(60);
        one.refresh();
        one.hand().always(new Fetched.Unchanged(Validators.NONE, 0));
        one.refresh();
        awaitTrue(() -> heard.get() == 3);
        one.refresh();
        assertThat(other.refresh()).isInstanceOf(Fetched.Fresh.class);
        assertThat(heard.get()).isEqualTo(3);
    }

    @Test
    void whoLeavesGivesItsLeaseUp() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        assertThat(redis.command("EXISTS", LEASE)).isEqualTo(":1");
        one.leave();
        assertThat(redis.command("EXISTS", LEASE)).isEqualTo(":0");
    }

    @Test
    void onlyTheNodeThatLeadsAsksTheFallback() {
        one.hand().always(fresh("1", Validators.NONE, 0));
        one.refresh();
        other.refresh();
        assertThat(FleetNode.get(other.fetchFallback())).isInstanceOf(Fetched.Failed.class);

        Fetched refused = FleetNode.get(one.fetch());
        one.hand().always(fresh("2", new Validators(1, null, null), 0));
        assertThat(refused).isInstanceOf(Fetched.Fresh.class);
        one.publish(FleetNode.get(one.fetchFallback()));
        other.refresh();
        assertThat(other.served()).isEqualTo("2");
        assertThat(other.published().origin()).isEqualTo(1);
    }

    @Test
    @MayWarn("Redis is gone")
    void withoutRedisEveryNodeAsksForItself() {
        redis.kill();
        one.hand().always(fresh("1", Validators.NONE, 0));
        other.hand().always(fresh("2", Validators.NONE, 0));
        one.refresh();
        other.refresh();

        assertThat(one.served()).isEqualTo("1");
        assertThat(other.served()).isEqualTo("2");
    }

    @Test
    void anyPathIsAName() {
        String path = "/a{b}*[c]?.json".replace("?", "%3F").replace("{", "%7B").replace("}", "%7D");
        try (FleetNode first = new FleetNode("uri: \"" + redis.uri() + "\"", path).connected();
                FleetNode second = new FleetNode("uri: \"" + redis.uri() + "\"", path).connected()) {
            AtomicInteger heard = new AtomicInteger();
            second.watch(heard::incrementAndGet);
            first.hand().always(fresh("1", Validators.NONE, 0));
            first.refresh();
            second.refresh();
            assertThat(second.served()).isEqualTo("1");
            awaitTrue(() -> heard.get() > 0);
        }
    }

    private static Fetched fresh(String json, Validators validators, long ageMillis) {
        Payload payload = new Payload(json.getBytes(StandardCharsets.UTF_8), "application/json");
        return new Fetched.Fresh(payload, validators, ageMillis);
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}
