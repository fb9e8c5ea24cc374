package dev.freshet.source;

import static dev.freshet.source.Fetches.fault;
import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.reason;
import static dev.freshet.source.Fetches.request;
import static dev.freshet.source.Fetches.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import dev.freshet.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A string in Redis, from the configuration to the payload. */
class RedisSourceTest {
    private static RedisServer redis;
    private static RedisSources sources;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        sources = RedisSources.of(redis.uri());
    }

    @AfterAll
    static void stop() {
        sources.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void getsTheBytesAsTheyAre() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        redis.set("scores:live", everyByte);
        Fetched.Fresh fetched = fresh(sources.fetch("get: \"scores:live\""));
        assertThat(fetched.payload().bytes()).isEqualTo(everyByte);
        assertThat(fetched.payload().mediaType()).isEqualTo("application/json");
        assertThat(fetched.validators()).isEqualTo(Validators.NONE);
    }

    @Test
    void aKeyMayHoldAnyText() {
        redis.set("spiel t\u00e9\u2713", "{}".getBytes(UTF_8));
        assertThat(fresh(sources.fetch("get: \"spiel t\u00e9\u2713\""))).isNotNull();
    }

    @Test
    void anAbsentKeyIsNoValue() {
        assertThat(fault(sources.fetch("get: absent")).toString())
                .isEqualTo("missing: key absent: no such key, or an empty string");
    }

    @Test
    void anEmptyValueIsNoValue() {
        redis.set("empty", new byte[0]);
        assertThat(reason(sources.fetch("get: empty"))).isEqualTo(Reason.MISSING);
    }

    @Test
    void aDefaultStandsForNoValue() {
        assertThat(text(sources.fetch("get: absent, default: { rows: [], at: null }")))
                .isEqualTo("{\"rows\":[],\"at\":null}");
    }

    @Test
    void aKeyOfAnotherTypeIsAFaultThatNamesIt() {
        redis.command("LPUSH", "list", "a");
        assertThat(fault(sources.fetch("get: list")).toString())
                .isEqualTo(
                        "value: key list holds another type than GETRANGE reads: WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    @Test
    void aValueOfTheLimitIsRead() {
        redis.set("big", new byte[(int) Fetches.MAX_BYTES]);
        assertThat(fresh(sources.fetch("get: big")).payload().bytes()).hasSize((int) Fetches.MAX_BYTES);
    }

    @Test
    void oneByteBeyondTheLimitIsTooLarge() {
        redis.set("big", new byte[(int) Fetches.MAX_BYTES + 1]);
        assertThat(reason(sources.fetch("get: big"))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void moreThanTheLimitIsNotEvenSent() {
        redis.set("huge", new byte[8 << 20]);
        long before = sentBytes();
        assertThat(reason(sources.fetch("get: huge"))).isEqualTo(Reason.TOO_LARGE);
        assertThat(sentBytes() - before).isLessThan(Fetches.MAX_BYTES + 32_768);
    }

    @Test
    void aRedisThatHangsEndsAtTheDeadlineAndNoAnswerIsMixedUpAfterwards() {
        redis.set("a", "first".getBytes(UTF_8));
        redis.set("b", "second".getBytes(UTF_8));
        redis.freeze();
        try {
            assertThat(reason(sources.source("get: a").fetch(request(Validators.NONE, Duration.ofMillis(50)))))
                    .isEqualTo(Reason.DEADLINE);
        } finally {
            redis.thaw();
        }
        assertThat(text(sources.fetch("get: b"))).isEqualTo("second");
    }

    @Test
    void aThousandKeysOfOneTickAreSentTogether() {
        List<Source> thousand = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            redis.set("key:" + i, ("{\"n\":" + i + "}").getBytes(UTF_8));
            thousand.add(sources.source("get: \"key:" + i + "\""));
        }
        long before = sources.flushes();
        List<CompletableFuture<Fetched>> tick = thousand.stream()
                .map(each -> each.fetch(request(Validators.NONE)))
                .toList();
        for (int i = 0; i < 1000; i++) {
            assertThat(text(tick.get(i))).isEqualTo("{\"n\":" + i + "}");
        }
        assertThat(sources.flushes() - before).isBetween(1L, 200L); // one for each moment that the line above took
    }

    @Test
    void theMediaTypeMayComeFromAKeyOfItsOwn() {
        redis.set("page", "<p>".getBytes(UTF_8));
        redis.set("page:type", "text/html; charset=utf-8".getBytes(UTF_8));
        var typed = fresh(sources.fetch("get: page, content-type-key: \"page:type\""));
        assertThat(typed.payload().mediaType()).isEqualTo("text/html; charset=utf-8");
        redis.command("DEL", "page:type");
        var untyped = fresh(sources.fetch("get: page, content-type-key: \"page:type\""));
        assertThat(untyped.payload().mediaType()).isEqualTo("application/json");
    }

    @Test
    void aVersionThatHasNotChangedSavesTheTransfer() {
        redis.set("scores", new byte[50_000]);
        redis.set("scores:version", "17".getBytes(UTF_8));
        Source source = sources.source("get: scores, version-key: \"scores:version\"");
        Fetched.Fresh first = fresh(source.fetch(request(Validators.NONE)));
        assertThat(first.validators()).isEqualTo(new Validators(0, "17", null));

        long before = sentBytes();
        assertThat(Fetches.await(source.fetch(request(first.validators()))))
                .isEqualTo(new Fetched.Unchanged(first.validators(), 0));
        assertThat(sentBytes() - before).isLessThan(10_000);

        redis.set("scores", "new".getBytes(UTF_8));
        redis.set("scores:version", "18".getBytes(UTF_8));
        assertThat(text(source.fetch(request(first.validators())))).isEqualTo("new");
    }

    @Test
    void aVersionIsEveryByteOfIt() {
        Source source = sources.source("get: scores, version-key: \"scores:version\"");
        redis.set("scores", "1".getBytes(UTF_8));
        redis.set("scores:version", "7".getBytes(UTF_8));
        Fetched.Fresh first = fresh(source.fetch(request(Validators.NONE)));

        redis.set("scores", "2".getBytes(UTF_8));
        redis.set("scores:version", new byte[] {'7', '\n'});
        Fetched.Fresh second = fresh(source.fetch(request(first.validators())));
        redis.set("scores", "3".getBytes(UTF_8));
        redis.set("scores:version", new byte[] {0, 0x1f});
        Fetched.Fresh third = fresh(source.fetch(request(second.validators())));
        redis.set("scores", "4".getBytes(UTF_8));
        redis.set("scores:version", new byte[] {0, 0x20});

        assertThat(text(source.fetch(request(third.validators())))).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "text/plain, text/html", "text/html; a=\"b", "a/b\r\nX: y"})
    void whatIsNoMediaTypeIsNotPublished(String type) {
        redis.set("page", "1".getBytes(UTF_8));
        redis.set("page:type", type.getBytes(UTF_8));

        assertThat(fault(sources.fetch("get: page, content-type-key: \"page:type\""))
                        .detail())
                .contains("content-type-key", "a media type such as application/json")
                .doesNotContain("\n");
    }

    @Test
    void withoutAVersionTheContentIsReadEachTime() {
        redis.set("scores", "1".getBytes(UTF_8));
        Source source = sources.source("get: scores, version-key: \"scores:version\"");
        assertThat(fresh(source.fetch(request(Validators.NONE))).validators()).isEqualTo(Validators.NONE);
    }

    @Test
    void aVersionOfAnotherTypeIsAFault() {
        redis.set("scores", "1".getBytes(UTF_8));
        redis.command("LPUSH", "scores:version", "1");
        assertThat(fault(sources.fetch("get: scores, version-key: \"scores:version\""))
                        .detail())
                .startsWith("key scores:version holds another type");
    }

    @Test
    void saysWhatItIs() {
        assertThat(sources.source("get: \"scores:live\"").description()).isEqualTo("redis live scores:live");
        assertThat(sources.source("compose: { a: { get: b } }").description()).isEqualTo("redis live compose");
    }

    /** What the server has sent to all of its clients. */
    private static long sentBytes() {
        String sent = "total_net_output_bytes:";
        return redis.text("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith(sent))
                .mapToLong(line -> Long.parseLong(line.substring(sent.length())))
                .sum();
    }
}
