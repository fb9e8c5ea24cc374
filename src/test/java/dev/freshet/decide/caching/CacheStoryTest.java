package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.fields;
import static dev.freshet.decide.caching.Messages.headers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredKey;
import dev.freshet.decide.caching.CacheDecision.Fetch;
import dev.freshet.decide.caching.CacheDecision.GatewayTimeout;
import dev.freshet.decide.caching.CacheDecision.Revalidate;
import dev.freshet.decide.caching.CacheDecision.Serve;
import dev.freshet.decide.caching.CacheDecision.ServeStaleAndRevalidate;
import dev.freshet.decide.caching.ValidationOutcome.AskAgain;
import dev.freshet.decide.caching.ValidationOutcome.Confirmed;
import dev.freshet.decide.caching.ValidationOutcome.Fate;
import dev.freshet.decide.caching.ValidationOutcome.Replaced;
import dev.freshet.decide.caching.ValidationOutcome.UseStale;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The decisions performed one after the other, as a server does, with a map for a store and an origin of one line. */
class CacheStoryTest {
    private static final StoredKey KEY = StoredKey.of("https", "h.example", "/live.json");

    private final Map<StoredKey, List<StoredHead>> store = new HashMap<>();
    private final List<HttpHeaders> asked = new ArrayList<>();
    private String[] origin = {};
    private int originStatus = 200;
    private long now = NOW;

    @Test
    void aResponseIsFetchedServedValidatedAndInvalidated() {
        origin(200, "cache-control: max-age=10", "etag: \"a\"");
        assertThat(exchange("GET")).isEqualTo("200 freshet; fwd=uri-miss; stored");
        now += 4_000;
        assertThat(exchange("GET")).isEqualTo("200 freshet; hit; ttl=6");
        assertThat(exchange("GET", "if-none-match: \"a\"")).isEqualTo("304 freshet; hit; ttl=6");
        assertThat(exchange("HEAD", "range: bytes=0-1")).isEqualTo("200 freshet; hit; ttl=6");
        assertThat(exchange("GET", "range: bytes=0-1")).isEqualTo("206 freshet; hit; ttl=6");
        now += 6_000;
        origin(304, "etag: \"a\"", "cache-control: max-age=20");
        assertThat(exchange("GET", "range: bytes=0-1")).isEqualTo("206 freshet; fwd=stale; fwd-status=304");
        assertThat(asked.getLast().names()).containsExactly("if-none-match");
        assertThat(exchange("GET")).isEqualTo("200 freshet; hit; ttl=20");
        origin(204);
        assertThat(exchange("POST")).isEqualTo("204 freshet; fwd=method");
        origin(200, "cache-control: no-store");
        assertThat(exchange("GET")).isEqualTo("200 freshet; fwd=uri-miss");
        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    void aVariantIsFetchedOnceAndLearntFromAnother() {
        origin(200, "cache-control: max-age=10", "vary: accept-language", "etag: \"de\"");
        assertThat(exchange("GET", "accept-language: de")).isEqualTo("200 freshet; fwd=uri-miss; stored");
        assertThat(exchange("GET", "accept-language: DE")).isEqualTo("200 freshet; hit; ttl=10");
        origin(304, "etag: \"de\"", "vary: accept-language");
        assertThat(exchange("GET", "accept-language: de-AT")).isEqualTo("200 freshet; fwd=vary-miss; fwd-status=304");
        assertThat(exchange("GET", "accept-language: de-at")).isEqualTo("200 freshet; hit; ttl=10");
        assertThat(exchange("GET", "accept-language: de")).isEqualTo("200 freshet; hit; ttl=10");
    }

    @Test
    void anOriginThatFailsIsBridgedForAsLongAsItAllowed() {
        origin(200, "cache-control: max-age=1, stale-while-revalidate=2, stale-if-error=5", "etag: \"a\"");
        assertThat(exchange("GET")).isEqualTo("200 freshet; fwd=uri-miss; stored");
        origin(503);
        now += 3_000;
        assertThat(exchange("GET")).isEqualTo("200 freshet; hit; ttl=-2; detail=stale-while-revalidate");
        now += 3_000;
        assertThat(exchange("GET")).isEqualTo("200 freshet; fwd=stale; fwd-status=503; detail=stale-if-error");
        now += 1;
        assertThat(exchange("GET")).isEqualTo("503 freshet; fwd=stale");
        assertThat(exchange("GET", "cache-control: only-if-cached")).isEqualTo("504 freshet; detail=only-if-cached");
    }

    private void origin(int status, String... lines) {
        originStatus = status;
        origin = lines;
    }

    /** The status a client gets, and this cache's Cache-Status. */
    private String exchange(String method, String... lines) {
        CacheRequest request = CacheRequest.of(method, fields(lines), false);
        List<StoredHead> stored = store.computeIfAbsent(KEY, any -> new ArrayList<>());
        return switch (CacheDecider.decide(request, List.copyOf(stored), now)) {
            case Serve(StoredHead head, Answer answer, CacheStatus status) -> served(head, answer, status);
            case ServeStaleAndRevalidate stale -> {
                stale.validation().conclude(request, fromOrigin(headers()), 0);
                yield served(stale.stored(), stale.answer(), stale.status());
            }
            case Revalidate(Validation validation, ForwardReason reason) -> revalidated(request, validation, reason);
            case Fetch(ForwardReason reason, boolean mayStore) ->
                relayed(request, fromOrigin(headers(lines)), CacheStatus.Forwarded.of(reason), mayStore);
            case GatewayTimeout(CacheStatus status) -> "504 " + status.value();
        };
    }

    private String revalidated(CacheRequest request, Validation validation, ForwardReason reason) {
        HttpHeaders conditions = headers();
        validation.applyTo(conditions);
        Received answer = fromOrigin(conditions);
        CacheStatus.Forwarded status = CacheStatus.Forwarded.of(reason);
        return switch (validation.conclude(request, answer, 0)) {
            case Confirmed(StoredHead before, StoredHead after, Fate fate) -> {
                confirmed(before, after, fate);
                yield served(after, Answer.to(request, after, now), status.withStatus(304));
            }
            case UseStale(StoredHead stale) ->
                served(
                        stale,
                        Answer.to(request, stale, now),
                        status.withStatus(answer.status()).withDetail("stale-if-error"));
            case Replaced replaced -> relayed(request, answer, status, true);
            case AskAgain again -> relayed(request, fromOrigin(headers()), status, true);
        };
    }

    private void confirmed(StoredHead before, StoredHead after, Fate fate) {
        if (fate == Fate.REPLACED || fate == Fate.REMOVED) {
            store.get(KEY).remove(before);
        }
        if (fate == Fate.REPLACED || fate == Fate.JOINED) {
            store.get(KEY).add(after);
        }
    }

    private String relayed(CacheRequest request, Received answer, CacheStatus.Forwarded status, boolean mayStore) {
        Invalidation.keys(request.method(), KEY, answer.status(), answer.fields())
                .forEach(store::remove);
        if (mayStore && Storage.decide(request, answer) instanceof StorageDecision.Store(StoredHead head)) {
            store.get(KEY).add(head);
            return answer.status() + " " + status.withStored().value();
        }
        return answer.status() + " " + status.value();
    }

    private Received fromOrigin(HttpHeaders conditions) {
        asked.add(conditions);
        return new Received(originStatus, headers(origin), 1000, now, now);
    }

    private String served(StoredHead stored, Answer answer, CacheStatus status) {
        AnswerHead head = AnswerHead.of(stored, answer, status, now);
        return head.status() + " " + head.fields().get("cache-status");
    }
}
