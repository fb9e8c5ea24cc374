package dev.freshet.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Version;
import dev.freshet.hand.EarlierVersion;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierVersionsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void asManyAreKeptAsWereAskedFor(int most) {
        EarlierVersions earlier = new EarlierVersions(most);
        for (int number = 1; number <= 10; number++) {
            add(earlier, number, 10);
        }

        assertThat(earlier.newestFirst().stream().map(EarlierVersion::number))
                .containsExactlyElementsOf(LongStream.iterate(10, number -> number - 1)
                        .limit(most)
                        .boxed()
                        .toList());
        assertThat(earlier.payload(10 - most)).isNull();
    }

    /** Small after large, large after small, and those that are kept as they are: the room of one is another's. */
    @Test
    void eachKeepsItsOwnPayloadWhateverLengthsFollowEachOther() {
        EarlierVersions earlier = new EarlierVersions(2);
        Random random = new Random(1);
        int[] lengths = {1, 100, 90, 40, 1_000_000, 80, 600_000, 524_287, 524_288, 2, 524_200, 600_000, 3, 3, 3};
        for (int i = 0; i < 100; i++) {
            add(earlier, i, lengths[random.nextInt(lengths.length)]);

            for (EarlierVersion each : earlier.newestFirst()) {
                assertThat(each.bytes()).isPositive();
                assertThat(earlier.payload(each.number()).bytes()).isEqualTo(body(each.number(), each.bytes()));
            }
        }
    }

    @Test
    void noRoomIsMadeInWhatAVersionHolds() {
        EarlierVersions earlier = new EarlierVersions(1);
        Version large = add(earlier, 1, 600_000);
        add(earlier, 2, 524_200);
        Version small = add(earlier, 3, 524_200);
        add(earlier, 4, 524_200);

        assertThat(large.identity().body()).isEqualTo(body(1, 600_000));
        assertThat(small.identity().body()).isEqualTo(body(3, 524_200));
    }

    @Test
    void aPayloadThatWasGivenOutStaysAsItWas() {
        EarlierVersions earlier = new EarlierVersions(1);
        add(earlier, 1, 10);
        Payload given = earlier.payload(1);
        add(earlier, 2, 10);

        assertThat(given.bytes()).isEqualTo(body(1, 10));
    }

    private static Version add(EarlierVersions earlier, long number, int length) {
        Representation identity = new Representation(Coding.IDENTITY, body(number, length), "\"" + number + '"');
        Version version = new Version(number, "application/json", List.of(identity), 0);
        earlier.add(version);
        return version;
    }

    private static byte[] body(long number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }
}
