package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.headers;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.request;
import static dev.freshet.decide.caching.Messages.response;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.decide.caching.HeadFreshening.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFresheningTest {
    private final StoredHead stored =
            stored("cache-control: max-age=10", "etag: \"a\"", "last-modified: " + date(-100), "x-a: 1");

    @Test
    void theSameValidatorsAndLengthUpdateWhatIsStored() {
        List<Effect> effects = effects(ok("etag: \"a\"", "cache-control: max-age=60", "x-a: 2"));

        assertThat(effects).singleElement().isInstanceOf(Effect.Updated.class);
        StoredHead after = ((Effect.Updated) effects.getFirst()).confirmed().after();
        assertThat(after.ttlMillis(NOW)).isEqualTo(60_000);
        assertThat(after.fields().get("x-a")).isEqualTo("2");
        assertThat(after.bodyBytes()).isEqualTo(Messages.BODY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"etag: \"b\"", "etag: W/\"a\"", "last-modified: Tue, 14 Nov 2023 22:13:20 GMT"})
    void anotherValidatorOutdatesIt(String line) {
        assertThat(effects(ok(line))).containsExactly(new Effect.Outdated(stored));
    }

    @Test
    void anotherLengthOutdatesIt() {
        Received longer = new Received(200, headers("etag: \"a\""), Messages.BODY_BYTES + 1, NOW, NOW);
        Received undeclared = new Received(200, headers("etag: \"a\""), -1, NOW, NOW);

        assertThat(effects(longer)).containsExactly(new Effect.Outdated(stored));
        assertThat(effects(undeclared)).singleElement().isInstanceOf(Effect.Updated.class);
    }

    @Test
    void whatAnswersOtherRequestsIsLeftAlone() {
        StoredHead forOthers = stored(get("x-b: 1"), ok("cache-control: max-age=10", "vary: x-b"));

        assertThat(HeadFreshening.effects(request("HEAD"), ok("etag: \"b\""), List.of(forOthers)))
                .isEmpty();
    }

    @Test
    void onlyAStored200IsSpokenOf() {
        StoredHead missing = stored(get(), response(404, "cache-control: max-age=10"));

        assertThat(HeadFreshening.effects(request("HEAD"), ok("etag: \"b\""), List.of(missing)))
                .isEmpty();
    }

    @Test
    void onlyA200ToHeadSaysAnything() {
        assertThat(HeadFreshening.effects(get(), ok(), List.of(stored))).isEmpty();
        assertThat(effects(response(404))).isEmpty();
        assertThat(HeadFreshening.effects(
                        request("HEAD", "cache-control: no-store"), ok("etag: \"b\""), List.of(stored)))
                .isEmpty();
    }

    private List<Effect> effects(Received answer) {
        return HeadFreshening.effects(request("HEAD"), answer, List.of(stored));
    }
}
