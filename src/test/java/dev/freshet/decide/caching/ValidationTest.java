package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.headers;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.decide.caching.ValidationOutcome.AskAgain;
import dev.freshet.decide.caching.ValidationOutcome.Confirmed;
import dev.freshet.decide.caching.ValidationOutcome.Fate;
import dev.freshet.decide.caching.ValidationOutcome.Replaced;
import dev.freshet.decide.caching.ValidationOutcome.UseStale;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
    private static final String MODIFIED = "last-modified: " + date(-100);

    @Test
    void asksByBothValidators() {
        HttpHeaders asked = asked(stored("cache-control: max-age=1", "etag: W/\"a\"", MODIFIED));

        assertThat(asked.get("if-none-match")).isEqualTo("W/\"a\"");
        assertThat(asked.get("if-modified-since")).isEqualTo(date(-100));
    }

    @Test
    void replacesTheClientsOwnConditionsAndRange() {
        HttpHeaders asked = headers(
                "if-none-match: \"x\"",
                "if-modified-since: " + date(0),
                "range: bytes=0-1",
                "if-range: \"x\"",
                "accept: a");

        Validation.ofSelected(stored("cache-control: max-age=1", "etag: \"a\"")).applyTo(asked);

        assertThat(asked.get("if-none-match")).isEqualTo("\"a\"");
        assertThat(asked.names()).containsExactlyInAnyOrder("if-none-match", "accept");
    }

    @Test
    void asksForTheWholeWhereThereIsNoValidator() {
        StoredHead bare = stored("cache-control: max-age=1", "etag: a b", "last-modified: 0");

        assertThat(asked(bare).isEmpty()).isTrue();
        assertThat(Validation.ofSelected(bare).isConditional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "w/\"a\"", "W\"a\"", "W\\\"a\""})
    void asksByATagThatIsNoneAsItWasSent(String tag) {
        assertThat(asked(stored("cache-control: max-age=1", "etag: " + tag)).get("if-none-match"))
                .isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a, b", "a b", "\"a", "\"a\"b", ""})
    void asksByNothingThatWouldMeanAnotherTag(String tag) {
        assertThat(asked(stored("cache-control: max-age=1", "etag: " + tag)).isEmpty())
                .isTrue();
    }

    @Test
    void asksAboutOtherVariantsByTagsAlone() {
        HttpHeaders asked = headers();

        Validation.ofOtherVariants(List.of(variant("1", "\"a\""), variant("2", "\"b\""), variant("3", "\"a\"")))
                .applyTo(asked);

        assertThat(asked.get("if-none-match")).isEqualTo("\"a\", \"b\"");
        assertThat(asked.contains("if-modified-since")).isFalse();
    }

    @Test
    void asksAboutNoMoreThanSixteenOtherVariantsTheNewestFirst() {
        List<StoredHead> many = IntStream.range(0, 20)
                .mapToObj(i -> stored(
                        get("x-a: " + i),
                        new Received(
                                200,
                                headers("cache-control: max-age=1", "vary: x-a", "etag: \"" + i + "\""),
                                1,
                                NOW + i,
                                NOW + i)))
                .toList();
        HttpHeaders asked = headers();

        Validation.ofOtherVariants(many).applyTo(asked);

        assertThat(asked.get("if-none-match").split(", "))
                .hasSize(16)
                .startsWith("\"19\"")
                .endsWith("\"4\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    etag: "a"   | etag: "a"         | true
                    etag: "a"   | etag: "b"         | false
                    etag: "a"   | etag: W/"a"       | true
                    etag: W/"a" | etag: W/"a"       | true
                    etag: W/"a" | etag: "a"         | false
                    etag: a     | etag: a           | true
                    etag: a     | etag: b           | false
                    etag: a     | etag: "a"         | false
                    etag: "a"   | x-other: 1        | true
                    x-other: 1  | etag: "a"         | false
                    """)
    void aNotModifiedSpeaksOfTheResponseWithItsTag(String held, String answered, boolean confirmed) {
        StoredHead stored = stored("cache-control: max-age=1", held);

        ValidationOutcome outcome = Validation.ofSelected(stored).conclude(get(), notModified(answered), 0);

        assertThat(outcome).isInstanceOf(confirmed ? Confirmed.class : AskAgain.class);
    }

    @Test
    void aNotModifiedWithoutATagSpeaksOfTheResponseWithItsDate() {
        Validation asked = Validation.ofSelected(stored("cache-control: max-age=1", MODIFIED));

        assertThat(asked.conclude(get(), notModified(MODIFIED), 0)).isInstanceOf(Confirmed.class);
        assertThat(asked.conclude(get(), notModified("last-modified: " + date(-99)), 0))
                .isInstanceOf(AskAgain.class);
    }

    @Test
    void aNotModifiedWithoutAnyValidatorCannotTellOneOfSeveral() {
        Validation asked = Validation.ofOtherVariants(List.of(variant("1", "\"a\""), variant("2", "\"b\"")));

        assertThat(asked.conclude(get("x-a: 3"), notModified("x-other: 1"), 0)).isInstanceOf(AskAgain.class);
    }

    @Test
    void anotherVariantMayAnswerThisRequestToo() {
        StoredHead second = variant("2", "\"b\"");
        Validation asked = Validation.ofOtherVariants(List.of(variant("1", "\"a\""), second));

        Confirmed confirmed = confirmed(asked.conclude(get("x-a: 3"), notModified("etag: \"b\""), 0));

        assertThat(confirmed.before()).isSameAs(second);
        assertThat(confirmed.fate()).isEqualTo(Fate.JOINED);
        assertThat(Variants.matches(confirmed.after().variant(), get("x-a: 3").fields()))
                .isTrue();
    }

    @Test
    void aNotModifiedMakesWhatIsStoredFreshAgain() {
        StoredHead stored = stored("cache-control: max-age=10", "etag: \"a\"", "date: " + date(-10), "age: 20");

        StoredHead after = confirmed(Validation.ofSelected(stored)
                        .conclude(get(), notModified("date: " + date(0), "cache-control: max-age=60"), 0))
                .after();

        assertThat(after.ttlMillis(NOW)).isEqualTo(60_000);
        assertThat(after.fields().get("date")).isEqualTo(date(0));
        assertThat(after.fields().contains("age")).isFalse();
    }

    @Test
    void theAgeOfTheNotModifiedCounts() {
        StoredHead stored = stored("cache-control: max-age=10", "etag: \"a\"");

        assertThat(confirmed(Validation.ofSelected(stored).conclude(get(), notModified("age: 4"), 0))
                        .after()
                        .ttlMillis(NOW))
                .isEqualTo(6_000);
    }

    @Test
    void fieldsAreReplacedByAllTheirLinesAndTheOthersStay() {
        StoredHead stored = stored("cache-control: max-age=1", "etag: \"a\"", "X-A: 1", "x-a: 2", "x-b: 3");

        HttpHeaders after = confirmed(
                        Validation.ofSelected(stored).conclude(get(), notModified("x-a: 4", "X-A: 5", "x-new: 6"), 0))
                .after()
                .fields();

        assertThat(after.getAll("x-a")).containsExactly("4", "5");
        assertThat(after.get("x-b")).isEqualTo("3");
        assertThat(after.get("x-new")).isEqualTo("6");
        assertThat(after.get("etag")).isEqualTo("\"a\"");
    }

    @Test
    void whatDescribesTheStoredBytesStays() {
        StoredHead stored = stored("cache-control: max-age=1", "etag: \"a\"", "content-encoding: gzip");

        StoredHead after = confirmed(Validation.ofSelected(stored)
                        .conclude(
                                get(), notModified("content-encoding: br", "content-length: 0", "content-range: x"), 0))
                .after();

        assertThat(after.fields().get("content-encoding")).isEqualTo("gzip");
        assertThat(after.fields().names()).doesNotContain("content-length", "content-range");
        assertThat(after.bodyBytes()).isEqualTo(Messages.BODY_BYTES);
    }

    @Test
    void whatIsForThisHopOnlyIsNotTakenOver() {
        StoredHead stored = stored("cache-control: max-age=1", "etag: \"a\"", "x-a: 1");

        HttpHeaders after = confirmed(Validation.ofSelected(stored)
                        .conclude(get(), notModified("connection: x-a", "x-a: 2", "keep-alive: 5"), 0))
                .after()
                .fields();

        assertThat(after.get("x-a")).isEqualTo("1");
        assertThat(after.names()).doesNotContain("connection", "keep-alive");
    }

    @Test
    void whatBecomesPrivateIsDropped() {
        StoredHead stored = stored("cache-control: max-age=1", "etag: \"a\"", "x-a: 1");

        assertThat(confirmed(Validation.ofSelected(stored)
                                .conclude(get(), notModified("cache-control: private=x-a, max-age=1"), 0))
                        .after()
                        .fields()
                        .contains("x-a"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-control: no-store", "cache-control: private", "vary: *"})
    void whatMayNoLongerBeStoredAnswersThisRequestOnly(String line) {
        StoredHead stored = stored("cache-control: max-age=1", "etag: \"a\"");

        assertThat(confirmed(Validation.ofSelected(stored).conclude(get(), notModified(line), 0))
                        .fate())
                .isEqualTo(Fate.REMOVED);
        assertThat(confirmed(Validation.ofSelected(stored).conclude(get(), notModified("x-a: 1"), 0))
                        .fate())
                .isEqualTo(Fate.REPLACED);
    }

    @Test
    void anAnswerToCredentialsFreshensNothingForOthers() {
        Validation asked = Validation.ofSelected(stored("cache-control: max-age=1", "etag: \"a\""));
        CacheRequest authorized = get("authorization: Basic YTpi");

        assertThat(confirmed(asked.conclude(authorized, notModified("x-a: 1"), 0))
                        .fate())
                .isEqualTo(Fate.LEFT);
        assertThat(confirmed(asked.conclude(authorized, notModified("cache-control: public, max-age=1"), 0))
                        .fate())
                .isEqualTo(Fate.REPLACED);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 404, 410, 301, 501, 505, 400})
    void anotherAnswerReplacesWhatIsStored(int status) {
        StoredHead graceful = stored("cache-control: max-age=1, stale-if-error=60", "etag: \"a\"");

        assertThat(Validation.ofSelected(graceful).conclude(get(), Messages.response(status), 0))
                .isEqualTo(new Replaced());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 999})
    void whatMayBeStaleOnErrorStandsInForAnError(int status) {
        StoredHead graceful = stored("cache-control: max-age=1, stale-if-error=60", "etag: \"a\"");
        Received late = new Received(status, headers(), 0, NOW, NOW + 61_000);
        Received tooLate = new Received(status, headers(), 0, NOW, NOW + 61_001);

        assertThat(Validation.ofSelected(graceful).conclude(get(), late, 0)).isEqualTo(new UseStale(graceful));
        assertThat(Validation.ofSelected(graceful).conclude(get(), tooLate, 0)).isEqualTo(new Replaced());
    }

    @Test
    void theClientMayAllowStaleOnErrorAsWell() {
        Validation asked = Validation.ofSelected(stored("cache-control: max-age=1", "etag: \"a\""));

        assertThat(asked.usableOnError(get("cache-control: stale-if-error=5"), 0, NOW + 6_000))
                .isNotNull();
        assertThat(asked.usableOnError(get("cache-control: max-stale=5"), 0, NOW + 6_000))
                .isNotNull();
        assertThat(asked.usableOnError(get("cache-control: stale-if-error=5, no-cache"), 0, NOW + 6_000))
                .isNull();
    }

    @Test
    void whatSaysNothingOfErrorsStandsInForAsLongAsTheOperatorAllows() {
        Validation asked = Validation.ofSelected(stored("cache-control: max-age=1", "etag: \"a\""));

        assertThat(asked.usableOnError(get(), 60, NOW + 61_000)).isNotNull();
        assertThat(asked.usableOnError(get(), 60, NOW + 61_001)).isNull();
        assertThat(asked.usableOnError(get("cache-control: no-cache"), 60, NOW + 1_500))
                .isNull();
        assertThat(asked.usableOnError(get(), 0, NOW + 1_500)).isNull();
        assertThat(asked.conclude(get(), new Received(503, headers(), 0, NOW, NOW + 1_500), 60))
                .isInstanceOf(UseStale.class);
    }

    @Test
    void aStoredErrorDoesNotStandInForAnother() {
        StoredHead error = stored(get(), Messages.response(503, "cache-control: max-age=1, stale-if-error=60"));

        assertThat(Validation.ofSelected(error).usableOnError(get("cache-control: max-stale"), 60, NOW + 1_500))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stale-if-error=0",
                "stale-if-error=x",
                "must-revalidate",
                "proxy-revalidate",
                "s-maxage=1",
                "no-cache"
            })
    void theOriginsWordOnErrorsComesBeforeTheOperators(String directive) {
        Validation asked = Validation.ofSelected(stored("cache-control: max-age=1, " + directive, "etag: \"a\""));

        assertThat(asked.usableOnError(get(), 60, NOW + 1_500)).isNull();
    }

    private static HttpHeaders asked(StoredHead stored) {
        HttpHeaders asked = headers();
        Validation.ofSelected(stored).applyTo(asked);
        return asked;
    }

    private static Received notModified(String... lines) {
        return new Received(304, headers(lines), -1, NOW, NOW);
    }

    private static StoredHead variant(String value, String etag) {
        return stored(get("x-a: " + value), ok("cache-control: max-age=1", "vary: x-a", "etag: " + etag));
    }

    private static Confirmed confirmed(ValidationOutcome outcome) {
        assertThat(outcome).isInstanceOf(Confirmed.class);
        return (Confirmed) outcome;
    }
}
