package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private final Snapshot snapshot = Snapshots.compressed();
    private final Representation gzip = Objects.requireNonNull(snapshot.in(Coding.GZIP));

    @ParameterizedTest
    @ValueSource(strings = {"\"v-gz\"", "W/\"v-gz\"", "\"x\", \"v-gz\"", "\"x\",W/\"v-gz\" , \"y\"", "*", " * "})
    void findsTheRepresentationTheClientHas(String field) {
        assertThat(EntityTags.match(field, snapshot, gzip)).isSameAs(gzip);
    }

    @Test
    void findsARepresentationInAnotherCodingThanTheChosen() {
        assertThat(EntityTags.match("\"v-br\"", snapshot, gzip)).isSameAs(snapshot.in(Coding.BROTLI));
    }

    @Test
    void prefersTheChosenAmongSeveral() {
        assertThat(EntityTags.match("\"v-br\", \"v-gz\", \"v\"", snapshot, gzip))
                .isSameAs(gzip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"w\"", "v-gz", "\"v-gz", "\"v-gz2\"", "\"\"", "'v-gz'", "\"V-GZ\""})
    void findsNothingInOtherTagsOrMalformedOnes(String field) {
        assertThat(EntityTags.match(field, snapshot, gzip)).isNull();
    }
}
