package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.response;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
    private final StoredHead tagged =
            stored("cache-control: max-age=60", "etag: \"a\"", "last-modified: " + date(-100));

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "\"x\", \"a\"", "\"x\",W/\"a\"", "*", "\"a\", "})
    void theClientHasWhatItNamesByWeakComparison(String tags) {
        assertThat(notModified(tagged, "if-none-match: " + tags)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"b\"", "\"A\"", "a", "\"a", "\"\"", ""})
    void otherTagsAreNotWhatTheClientHas(String tags) {
        assertThat(notModified(tagged, "if-none-match: " + tags)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "w/\"a\"", "W\"a\"", "W\\\"a\"", "a/b+c=="})
    void aTagThatIsNoneIsTheSameWhereEveryCharacterIs(String tag) {
        StoredHead stored = stored("cache-control: max-age=60", "etag: " + tag);

        assertThat(notModified(stored, "if-none-match: " + tag)).isTrue();
        assertThat(notModified(stored, "if-none-match: \"x\" , " + tag + ",\"y\""))
                .isTrue();
        assertThat(notModified(stored, "if-none-match: \"a\", W/\"a\", b")).isFalse();
        assertThat(notModified(stored, "if-none-match: x" + tag)).isFalse();
    }

    @Test
    void ifNoneMatchComesBeforeIfModifiedSince() {
        assertThat(notModified(tagged, "if-none-match: \"b\"", "if-modified-since: " + date(0)))
                .isFalse();
        assertThat(notModified(tagged, "if-none-match: \"a\"", "if-modified-since: " + date(-200)))
                .isTrue();
    }

    @Test
    void ifModifiedSinceComparesWithLastModified() {
        assertThat(notModified(tagged, "if-modified-since: " + date(-99))).isTrue();
        assertThat(notModified(tagged, "if-modified-since: " + date(-100))).isTrue();
        assertThat(notModified(tagged, "if-modified-since: " + date(-101))).isFalse();
    }

    @Test
    void ifModifiedSinceComparesWithDateWhereThereIsNoLastModified() {
        StoredHead dated = stored("cache-control: max-age=60", "date: " + date(-10));

        assertThat(notModified(dated, "if-modified-since: " + date(-10))).isTrue();
        assertThat(notModified(dated, "if-modified-since: " + date(-11))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "tomorrow", "", "Tue, 14 Nov 2034 22:13:20 GMT, Tue, 14 Nov 2034 22:13:20 GMT"})
    void whatIsNoDateIsNoCondition(String since) {
        assertThat(notModified(tagged, "if-modified-since: " + since)).isFalse();
    }

    @Test
    void conditionsApplyToA200Only() {
        StoredHead missing = stored(get(), response(404, "cache-control: max-age=60", "etag: \"a\""));

        assertThat(notModified(missing, "if-none-match: \"a\"")).isFalse();
    }

    @Test
    void aStoredTagThatCouldMeanSeveralMatchesNothing() {
        StoredHead untagged = stored("cache-control: max-age=60", "etag: a, b");

        assertThat(notModified(untagged, "if-none-match: a")).isFalse();
        assertThat(notModified(untagged, "if-none-match: a, b")).isFalse();
    }

    private static boolean notModified(StoredHead stored, String... conditions) {
        return Preconditions.notModified(get(conditions), stored, NOW);
    }
}
