package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final Representation GZIP = new Representation(Coding.GZIP, new byte[30], "\"a-gz\"");
    private static final Representation IDENTITY = new Representation(Coding.IDENTITY, bytes("payload"), "\"a\"");

    private final Snapshot snapshot = new Snapshot(new Version(1, "text/plain", List.of(GZIP, IDENTITY), 900), 1000);

    @Test
    void aConfirmedSnapshotKeepsTheSameVersion() {
        Snapshot confirmed = snapshot.confirmedAt(2000);

        assertThat(confirmed.version()).isSameAs(snapshot.version());
        assertThat(confirmed.confirmedAtMillis()).isEqualTo(2000);
        assertThat(snapshot.confirmedAtMillis()).isEqualTo(1000);
    }

    @Test
    void ageCountsFromTheConfirmation() {
        assertThat(snapshot.ageMillis(3500)).isEqualTo(2500);
    }

    @Test
    void ageIsNeverNegative() {
        assertThat(snapshot.ageMillis(500)).isZero();
    }

    @Test
    void aRepresentationIsFoundByItsCoding() {
        assertThat(snapshot.in(Coding.GZIP)).isSameAs(GZIP);
        assertThat(snapshot.in(Coding.IDENTITY)).isSameAs(IDENTITY);
        assertThat(snapshot.identity()).isSameAs(IDENTITY);
        assertThat(snapshot.in(Coding.BROTLI)).isNull();
    }

    @Test
    void itHoldsAPayloadOfTheSameBytesAndMediaType() {
        assertThat(snapshot.holds(new Payload(bytes("payload"), "text/plain"))).isTrue();
        assertThat(snapshot.holds(new Payload(bytes("PAYLOAD"), "text/plain"))).isFalse();
        assertThat(snapshot.holds(new Payload(bytes("payload"), "text/html"))).isFalse();
    }

    @Test
    void itWeighsTheBodiesOfAllRepresentations() {
        assertThat(snapshot.weightBytes()).isEqualTo(37);
    }

    @Test
    void aVersionDoesNotSeeLaterChangesOfTheList() {
        List<Representation> list = new ArrayList<>(List.of(GZIP, IDENTITY));
        Version version = new Version(1, "text/plain", list, 0);

        list.clear();

        assertThat(version.representations()).containsExactly(GZIP, IDENTITY);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
