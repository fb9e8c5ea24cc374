package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.request;
import static dev.freshet.decide.caching.Messages.response;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.decide.caching.StorageDecision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    private static final String FRESH = "cache-control: max-age=60";

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "OPTIONS", "QUERY", "get"})
    void onlyResponsesToGetAreStored(String method) {
        assertThat(refusal(request(method), ok(FRESH))).isEqualTo(Refusal.METHOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
    void aHeuristicallyCacheableStatusNeedsNoLifetime(int status) {
        StorageDecision decision = Storage.decide(get(), response(status, "etag: \"a\""));

        assertThat(decision instanceof StorageDecision.Store).isEqualTo(status != 206);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 299, 599})
    void anyOtherStatusNeedsThePermissionOfTheOrigin(int status) {
        assertThat(refusal(get(), response(status, "etag: \"a\""))).isEqualTo(Refusal.NOT_CACHEABLE);
        assertThat(stored(get(), response(status, FRESH)).status()).isEqualTo(status);
        assertThat(stored(get(), response(status, "expires: " + date(60)))).isNotNull();
        assertThat(stored(get(), response(status, "cache-control: public", "etag: \"a\"")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 700, 999})
    void whatIsNoStatusIsNotStored(int status) {
        assertThat(refusal(get(), response(status, "cache-control: public, max-age=60")))
                .isEqualTo(Refusal.STATUS);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 103, 199, 206, 304, 407, 412, 416})
    void interimPartialAndConditionalAnswersAreNotStored(int status) {
        assertThat(refusal(get(), response(status, FRESH))).isEqualTo(Refusal.STATUS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    no-store                            | NO_STORE
                    max-age=60, no-store                | NO_STORE
                    public, no-store                    | NO_STORE
                    private                             | PRIVATE
                    private, public, s-maxage=60        | PRIVATE
                    private=""                          | PRIVATE
                    max-age=0                           | USELESS
                    no-cache                            | USELESS
                    no-cache, max-age=60                | USELESS
                    max-age=x                           | USELESS
                    """)
    void whatTheResponseSaysAgainstIt(String cacheControl, Refusal reason) {
        assertThat(refusal(get(), ok("cache-control: " + cacheControl))).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"etag: \"a\"", "last-modified: Tue, 14 Nov 2023 22:13:20 GMT"})
    void whatIsStaleFromTheBeginningIsStoredWhereItCanBeValidated(String validator) {
        assertThat(stored("cache-control: no-cache", validator).terms().noCache())
                .isTrue();
        assertThat(stored("cache-control: max-age=0", validator).terms().lifetimeSeconds())
                .isZero();
    }

    @Test
    void whatTheCacheGoesByCannotBePrivateAlone() {
        assertThat(refusal(get(), ok("cache-control: private=vary, max-age=60", "vary: cookie")))
                .isEqualTo(Refusal.PRIVATE);
    }

    @Test
    void privateWithFieldNamesIsStoredWithoutThem() {
        assertThat(stored("cache-control: private=\"x-user\", max-age=60", "x-user: u", "x-other: o")
                        .fields()
                        .names())
                .contains("x-other")
                .doesNotContain("x-user");
    }

    @Test
    void mustUnderstandOverridesNoStoreWhereTheStatusIsUnderstood() {
        String[] fields = {"cache-control: no-store, must-understand, max-age=60"};

        assertThat(stored(get(), response(200, fields))).isNotNull();
        assertThat(refusal(get(), response(599, fields))).isEqualTo(Refusal.NOT_UNDERSTOOD);
        assertThat(refusal(get(), response(206, fields))).isEqualTo(Refusal.STATUS);
    }

    @Test
    void aRequestThatSaysNoStoreLeavesNothing() {
        assertThat(refusal(get("cache-control: no-store"), ok(FRESH))).isEqualTo(Refusal.REQUEST);
    }

    @Test
    void aRequestWithContentLeavesNothing() {
        assertThat(refusal(CacheRequest.of("GET", Messages.fields(), true), ok(FRESH)))
                .isEqualTo(Refusal.REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60", "max-age=60, proxy-revalidate", "max-age=60, immutable"})
    void anAnswerToCredentialsIsForOneClient(String cacheControl) {
        assertThat(refusal(get("authorization: Basic YTpi"), ok("cache-control: " + cacheControl)))
                .isEqualTo(Refusal.AUTHORIZATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60, public", "s-maxage=60", "max-age=60, must-revalidate"})
    void anAnswerToCredentialsMayBeSaidToBeForAll(String cacheControl) {
        assertThat(stored(get("authorization: Basic YTpi"), ok("cache-control: " + cacheControl)))
                .isNotNull();
    }

    @Test
    void aCookieIsStoredOnTheWordOfTheOriginAndNotOnAGuess() {
        String modified = "last-modified: " + date(-1000);

        assertThat(stored(FRESH, "set-cookie: a=b").fields().get("set-cookie")).isEqualTo("a=b");
        assertThat(refusal(get(), ok(modified, "set-cookie: a=b"))).isEqualTo(Refusal.SET_COOKIE);
        assertThat(stored(modified, "set-cookie: a=b", "cache-control: no-cache=\"set-cookie\"")
                        .fields()
                        .contains("set-cookie"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "accept, *", "a b", "acc\"ept"})
    void whatAnswersNoOtherRequestIsNotStored(String vary) {
        assertThat(refusal(get(), ok(FRESH, "vary: " + vary))).isEqualTo(Refusal.VARY);
    }

    @Test
    void aBodyOfAnotherLengthThanDeclaredIsIncomplete() {
        assertThat(ok(FRESH).isCompleteWith(Messages.BODY_BYTES)).isTrue();
        assertThat(ok(FRESH).isCompleteWith(Messages.BODY_BYTES - 1)).isFalse();
        assertThat(new Received(200, Messages.headers(), -1, 0, 0).isCompleteWith(7))
                .isTrue();
    }

    private static Refusal refusal(CacheRequest request, Received response) {
        StorageDecision decision = Storage.decide(request, response);
        assertThat(decision).isInstanceOf(StorageDecision.Refuse.class);
        return ((StorageDecision.Refuse) decision).reason();
    }
}
