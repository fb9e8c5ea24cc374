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
import dev.freshet.testing.RespServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JSON documents out of what a real Redis holds, from the configuration to the payload. */
class RedisReadsTest {
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
    void aHashIsAnObject() {
        redis.command("HSET", "match", "teams", "[\"A\",\"B\"]", "goals", "3", "venue", "K\u00f6ln");
        assertThat(json("hash: match")).isEqualTo("{\"goals\":3,\"teams\":[\"A\",\"B\"],\"venue\":\"K\u00f6ln\"}");
        assertThat(json("hash: match, as: string"))
                .isEqualTo("{\"goals\":\"3\",\"teams\":\"[\\\"A\\\",\\\"B\\\"]\",\"venue\":\"K\u00f6ln\"}");
        assertThat(json("hash: match, as: { goals: string, teams: json }"))
                .isEqualTo("{\"goals\":\"3\",\"teams\":[\"A\",\"B\"],\"venue\":\"K\u00f6ln\"}");
    }

    @Test
    void aHashThatHasNotChangedIsTheSameBytesWhateverItsEncoding() {
        for (int i = 0; i < 100; i++) {
            redis.command("HSET", "h", "f" + i, String.valueOf(i));
        }
        String packed = json("hash: h");
        redis.command("HSET", "h", "long", "x".repeat(100)); // from now on a table of another order
        redis.command("HDEL", "h", "long");
        assertThat(json("hash: h")).isEqualTo(packed);
    }

    @Test
    void aFieldOfBytesIsRefusedOrBase64() {
        redis.command("HSET".getBytes(UTF_8), "h".getBytes(UTF_8), "raw".getBytes(UTF_8), new byte[] {(byte) 0xff});
        assertThat(fault(sources.fetch("hash: h")).detail()).startsWith("key h, field raw: bytes that are not UTF-8");
        assertThat(json("hash: h, as: { raw: base64 }")).isEqualTo("{\"raw\":\"/w==\"}");
    }

    @Test
    void aListIsAnArrayInItsOrder() {
        redis.command("RPUSH", "l", "1", "a", "{\"b\":2}", "3");
        assertThat(json("list: l")).isEqualTo("[1,\"a\",{\"b\":2},3]");
        assertThat(json("list: l, range: [1, 2]")).isEqualTo("[\"a\",{\"b\":2}]");
        assertThat(json("list: l, range: [-2, -1]")).isEqualTo("[{\"b\":2},3]");
        assertThat(json("list: l, reverse: true")).isEqualTo("[3,{\"b\":2},\"a\",1]");
        assertThat(json("list: l, reverse: true, range: [0, 1]")).isEqualTo("[3,{\"b\":2}]");
        assertThat(json("list: l, range: [10, 19]")).isEqualTo("[]");
    }

    @Test
    void aSetIsAnArrayInTheOrderOfItsBytes() {
        redis.command("SADD", "s", "b", "a", "c");
        assertThat(json("set: s")).isEqualTo("[\"a\",\"b\",\"c\"]");
        redis.command("SADD", "numbers", "10", "9", "1");
        assertThat(json("set: numbers, as: number")).isEqualTo("[1,10,9]");
    }

    @Test
    void aSetThatHasNotChangedIsTheSameBytes() {
        for (int i = 0; i < 600; i++) {
            redis.command("SADD", "s", String.valueOf(i));
        }
        String integers = json("set: s");
        redis.command("SADD", "s", "x"); // no longer a set of integers
        redis.command("SREM", "s", "x");
        assertThat(json("set: s")).isEqualTo(integers);
    }

    @Test
    void aSortedSetIsAnArrayByScore() {
        redis.command("ZADD", "z", "2.5", "b", "1", "a", "10", "c", "inf", "d");
        assertThat(json("zset: z")).isEqualTo("[\"a\",\"b\",\"c\",\"d\"]");
        assertThat(json("zset: z, reverse: true, range: [0, 1]")).isEqualTo("[\"d\",\"c\"]");
        assertThat(json("zset: z, range: [4, 9]")).isEqualTo("[]");
        assertThat(json("zset: z, scores: true, range: [1, 3]"))
                .isEqualTo("[{\"member\":\"b\",\"score\":2.5},{\"member\":\"c\",\"score\":10},"
                        + "{\"member\":\"d\",\"score\":\"inf\"}]");
    }

    @Test
    void aStreamIsItsNewestEntriesNewestFirst() {
        for (int i = 1; i <= 3; i++) {
            redis.command("XADD", "x", i + "-0", "n", String.valueOf(i), "who", "someone");
        }
        assertThat(json("stream: x, count: 2, as: { n: string }"))
                .isEqualTo("[{\"id\":\"3-0\",\"fields\":{\"n\":\"3\",\"who\":\"someone\"}},"
                        + "{\"id\":\"2-0\",\"fields\":{\"n\":\"2\",\"who\":\"someone\"}}]");
        redis.command("XTRIM", "x", "MAXLEN", "0");
        assertThat(json("stream: x")).isEqualTo("[]");
    }

    @Test
    void aDocumentIsComposedOfSeveralKeys() {
        redis.command("SET", "turnout", "61.2");
        redis.command("HSET", "parties", "red", "10", "blue", "12");
        redis.command("ZADD", "districts", "1", "north");
        redis.command("SET", "headline", "Counting \"goes on\"");
        assertThat(json("""
                        compose: {
                          title: Results, year: 2024, "final": false,
                          votes: { hash: parties },
                          turnout: { get: turnout, as: number },
                          headline: { get: headline },
                          lists: [{ zset: districts }, { list: none, default: [] }, { const: { get: x } }],
                          nothing: null }"""))
                .isEqualTo("{\"title\":\"Results\",\"year\":2024,\"final\":false,"
                        + "\"votes\":{\"blue\":12,\"red\":10},\"turnout\":61.2,"
                        + "\"headline\":\"Counting \\\"goes on\\\"\","
                        + "\"lists\":[[\"north\"],[],{\"get\":\"x\"}],\"nothing\":null}");
    }

    @Test
    void oneMissingKeyFailsTheWholeDocument() {
        redis.command("SET", "a", "1");
        assertThat(fault(sources.fetch("compose: { a: { get: a }, b: { get: b } }"))
                        .toString())
                .isEqualTo("missing: key b: no such key, or an empty string");
    }

    @Test
    void oneKeyOfAnotherTypeFailsTheWholeDocument() {
        redis.command("SET", "a", "1");
        assertThat(fault(sources.fetch("compose: { a: { get: a }, b: { hash: a } }"))
                        .toString())
                .startsWith("value: key a holds another type than HGETALL reads");
    }

    @Test
    void whatIsReadTogetherIsOfOneMoment() {
        redis.command("MSET", "a", "0", "b", "0");
        Source source = sources.source("compose: { a: { get: a }, b: { get: b } }");
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 1; i <= 2000; i++) {
                redis.command("MSET", "a", String.valueOf(i), "b", String.valueOf(i));
            }
        });
        while (writer.isAlive()) {
            String json = text(source.fetch(request(Validators.NONE)));
            String a = json.substring(json.indexOf(':') + 1, json.indexOf(','));
            assertThat(json).isEqualTo("{\"a\":" + a + ",\"b\":" + a + "}");
        }
    }

    @Test
    void anAbsentCollectionIsNoValueUnlessItHasADefault() {
        for (String kind : List.of("hash", "list", "set", "zset", "stream")) {
            assertThat(fault(sources.fetch(kind + ": none")).toString()).isEqualTo("missing: key none: no such key");
            assertThat(json(kind + ": none, default: []")).isEqualTo("[]");
        }
    }

    @Test
    void anotherTypeIsAFaultForEveryKindOfRead() {
        redis.command("SET", "text", "x");
        for (String kind : List.of("hash", "list", "set", "zset", "stream")) {
            assertThat(reason(sources.fetch(kind + ": text"))).isEqualTo(Reason.VALUE);
        }
    }

    @Test
    void aCollectionBeyondTheLimitIsTooLarge() {
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < Fetches.MAX_BYTES / 1024; i++) {
            redis.command("RPUSH", "l", kilobyte);
        }
        assertThat(reason(sources.fetch("list: l"))).isEqualTo(Reason.TOO_LARGE);
        for (int i = 0; i < 200; i++) {
            redis.command("RPUSH", "l", kilobyte);
        }
        assertThat(reason(sources.fetch("list: l"))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aServerWithoutRedisJsonIsAClearFault() {
        assertThat(fault(sources.fetch("json: doc")).toString())
                .isEqualTo("redis: this Redis does not know JSON.GET: it has no RedisJSON");
        assertThat(fault(sources.fetch("compose: { a: { json: doc }, b: { get: c } }"))
                        .toString())
                .isEqualTo("redis: this Redis does not know JSON.GET: it has no RedisJSON");
    }

    @Test
    void aDocumentOfRedisJsonIsAskedForWithItsPath() {
        try (RespServer server = RespServer.answering(_ -> "$14\r\n[{\"goals\": 3}]\r\n");
                RedisSources scripted = RedisSources.of(server.uri())) {
            assertThat(text(scripted.source("json: match").fetch(request(Validators.NONE))))
                    .isEqualTo("[{\"goals\": 3}]");
            var _ = text(scripted.source("json: match, json-path: $.teams").fetch(request(Validators.NONE)));
            assertThat(server.commands())
                    .containsExactly(List.of("JSON.GET", "match"), List.of("JSON.GET", "match", "$.teams"));
        }
    }

    @Test
    void anAbsentDocumentOfRedisJsonIsNoValue() {
        try (RespServer server = RespServer.answering(_ -> "_\r\n");
                RedisSources scripted = RedisSources.of(server.uri())) {
            assertThat(reason(scripted.source("json: match").fetch(request(Validators.NONE))))
                    .isEqualTo(Reason.MISSING);
        }
    }

    @Test
    void aVersionSavesTheTransferOfADocumentToo() {
        redis.command("HSET", "h", "a", "1");
        redis.command("SET", "v", "7");
        Source source = sources.source("hash: h, version-key: v");
        Fetched.Fresh first = fresh(source.fetch(request(Validators.NONE)));
        assertThat(Fetches.await(source.fetch(request(first.validators())))).isInstanceOf(Fetched.Unchanged.class);
    }

    private static String json(String source) {
        return text(sources.fetch(source));
    }
}
